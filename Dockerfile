# The image of web, worker and relay; docker-compose.yml says which it runs.
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
COPY requirements requirements
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/base.txt
# MORE=s3 adds what papers and evidence in a bucket need.
ARG MORE=base
RUN /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/${MORE}.txt

FROM python:3.11-slim-bookworm
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home coquang \
    && mkdir -p /var/lib/coquang && chown coquang /var/lib/coquang
COPY --from=build /venv /venv
WORKDIR /app
COPY manage.py pyproject.toml ./
COPY coquang coquang
COPY programmes programmes
COPY indicators indicators
COPY templates templates
COPY static static
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 COQUANG_MODE=production COQUANG_VAR=/var/lib/coquang
# Static files are gathered while building; no secret and no database is needed for it.
RUN SECRET_KEY=building ALLOWED_HOSTS=localhost DATABASE_URL=postgres://building/none DATABASE_OWNER_URL=postgres://building/none \
    REDIS_URL=redis://building python manage.py collectstatic --noinput \
    && python manage.py compile_messages
USER coquang
EXPOSE 8000
CMD ["gunicorn", "coquang.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "4"]
