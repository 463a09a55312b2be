"""Papers and evidence lie in folders of their own, or in buckets: one variable says which, and nothing else changes."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.storage.handler import StorageHandler

from coquang import environment
from coquang.records.models import PrintedDocument
from indicators.models.evidence import drawer


def test_without_a_word_files_lie_in_a_folder_that_only_its_owner_reads(tmp_path: Path) -> None:
    held = StorageHandler({"papers": environment.store("STORE_NOWHERE", tmp_path / "papers")})["papers"]
    held.save("a.pdf", ContentFile(b"%PDF"))
    kept = tmp_path / "papers" / "a.pdf"
    assert kept.read_bytes() == b"%PDF"
    assert (kept.stat().st_mode & 0o777, kept.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_a_folder_elsewhere_is_named_by_its_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORE_PAPERS", (tmp_path / "elsewhere").as_uri())
    assert environment.store("STORE_PAPERS", tmp_path)["OPTIONS"]["location"] == str(tmp_path / "elsewhere")


def test_a_bucket_is_named_by_its_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORE_PAPERS", "s3://co-quang/van-ban/")
    told = environment.store("STORE_PAPERS", tmp_path)
    assert told["BACKEND"] == "storages.backends.s3.S3Storage"
    assert (told["OPTIONS"]["bucket_name"], told["OPTIONS"]["location"]) == ("co-quang", "van-ban")
    assert told["OPTIONS"]["default_acl"] is None and told["OPTIONS"]["file_overwrite"] is False


@pytest.mark.parametrize("address", ["ftp://may-chu/van-ban", "s3://", "van-ban", ""])
def test_an_address_that_is_neither_is_said_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("STORE_PAPERS", address)
    with pytest.raises(environment.NotSet, match="STORE_PAPERS"):
        environment.store("STORE_PAPERS", tmp_path)


def test_papers_and_evidence_are_kept_by_their_stores() -> None:
    assert PrintedDocument._meta.get_field("file").storage is storages["papers"]
    assert drawer() is storages["evidence"]
