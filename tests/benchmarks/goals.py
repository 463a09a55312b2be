"""The goals, each once, in the order they are told; and why some are not measured yet."""

from tests.benchmarks.measuring import Goal, Outcome

BOARD = Goal("W1", "board of the ward: CPU, against a floor view", "<=", 1.75)
SHEET = Goal("W2", "sheet of 40 rows: CPU, against a floor view", "<=", 2)
SAVE = Goal("W3a", "one cell saved: CPU, against an empty view and one bare update", "<=", 2)
SAVE_ALL = Goal("W3b", "a sheet of 40 rows saved at once: CPU, against an empty view and one bare update", "<=", 2)
BOARD_QUERIES = Goal("W4a", "queries of the board's view", "<=", 4)
SHEET_QUERIES = Goal("W4b", "queries of the sheet's view", "<=", 4)
SAVE_QUERIES = Goal("W4c", "queries of the saving view", "<=", 5)
BOARD_GROWTH = Goal("W5a", "growth exponent of a ward's board with the wards of the country", "<=", 0.05)
SHEET_GROWTH = Goal("W5b", "growth exponent of a ward's sheet", "<=", 0.05)
SAVE_GROWTH = Goal("W5c", "growth exponent of one cell saved", "<=", 0.05)
TREND_GROWTH = Goal("W5d", "growth exponent of the nation's trend of 20 quarters", "<=", 0.2)
NATION_READ = Goal("W6", "the nation's sums read as kept / added up when read", "<=", 0.002)
WRITERS = Goal("W7a", "32 writers with history, checks and outbox, folded beside / bare upsert: throughput", ">=", 0.75)
MORE_WRITERS = Goal("W7b", "throughput of 32 writers / of 8", ">=", 0.9)
BEHIND = Goal("W8a", "seconds a sum is behind at ten times a deadline day", "<=", 2)
DIFFERING = Goal("W8b", "sums that differ from a recomputation after it", "<=", 0)
DEADLOCKS = Goal("W8c", "deadlocks during it", "<=", 0)
NATION_FOLD = Goal("W8d", "seconds in which a quarter of the nation is added up anew from its wards' sums", "<=", 1)
PROVINCES = Goal("W11a", "one indicator of 63 provinces beside each other: CPU, against a floor view", "<=", 2)
MANY_WARDS = Goal("W11b", "one indicator of 300 wards beside each other: CPU, against a floor view", "<=", 2)
FIVE_YEARS = Goal("W11c", "one indicator of a ward over five years: CPU, against a floor view", "<=", 2)
ANSWER = Goal("N1", "kilobytes with which a saved cell is answered", "<=", 1)
PAGE = Goal("N2", "kilobytes of a sheet of 60 rows, uncompressed, once its scripts and styles are there", "<=", 100)
KEY = Goal("T1", "key press to painted character, sheet of 60 rows: 95th percentile in ms", "<=", 16)
PASTE = Goal("T2", "a block of 500 cells to its preview, sheet of 60 rows: ms", "<=", 500)
BYTES = Goal("W9", "bytes a figure, with its indexes, 100,000 rows, a fifth corrected, vacuumed", "<=", 150)
DOUBLED = Goal("S1", "duplicates left by 1,000 forms, each posted twice at once", "<=", 0)
CONCLUSION = Goal("P1a", "conclusion of one page: naive call of WeasyPrint / ours, both warm", ">=", 4)
WARD_REPORT = Goal("P1b", "ward report: naive call of WeasyPrint / ours, both warm", ">=", 2.2)
DISTRICT_BOOK = Goal("P1c", "district book of 10 wards: naive call, all of it at once / ours", ">=", 2.3)
CONCLUSION_COLD = Goal("P2a", "one page: naive call in a cold process / ours warm", ">=", 12)
WARD_REPORT_COLD = Goal("P2b", "ward report: naive call in a cold process / ours warm", ">=", 3)
CONCLUSION_BROWSER = Goal("P3a", "one page: ours / Chromium kept alive", "<=", 1)
WARD_REPORT_BROWSER = Goal("P3b", "ward report: ours / Chromium kept alive", "<=", 4.5)
DISTRICT_BOOK_BROWSER = Goal("P3c", "district book: ours / Chromium kept alive", "<=", 7)
PAGES_GROWTH = Goal("P4a", "growth exponent of CPU with the pages of a book, 5 to 168 wards", "<=", 1.1)
ROWS_GROWTH = Goal("P4b", "growth exponent of CPU, one table of 250 to 4,000 rows", "<=", 1.1)
FLAT = Goal("P5a", "worker memory after 200 papers / after 10", "<=", 1.15)
JOB_MEMORY = Goal("P5b", "MB a job takes beyond its warm worker, less 4.5 MB a page", "<=", 70)
BOOK_MEMORY = Goal("P5c", "MB a book of 168 wards takes beyond its warm worker", "<=", 150)
TWO_PRESSES = Goal("P6", "papers in the same time: two printing workers / one", ">=", 1.8)
ISSUED_AGAIN = Goal("P7", "book of 168 wards anew after one ward changed / first time", "<=", 0.02)
ISSUED_AGAIN_BROWSER = Goal("P8", "the same / Chromium printing the whole book", "<=", 0.2)
PEOPLE = Goal("L1a", "first page of 10,000 people: CPU, against a floor view", "<=", 3)
BODIES = Goal("L1b", "first page of 10,000 bodies: CPU, against a floor view", "<=", 3)
PEOPLE_QUERIES = Goal("L1c", "queries of the list of people, 10,000 rows less 100 rows", "<=", 0)
BODIES_QUERIES = Goal("L1d", "queries of the list of bodies, 10,000 rows less 100 rows", "<=", 0)
TASKS = Goal("L2a", "first page of 10,000 tasks: CPU, against a floor view", "<=", 3)
TASKS_QUERIES = Goal("L2b", "queries of the list of tasks, 10,000 rows less 100 rows", "<=", 0)
SEARCH = Goal(
    "F1", "search among 100,000 remarks: ms in the database, the slowest of four searches by two readers", "<=", 50
)

NO_CROWD = "the driver of many writers at once is not written yet"

# id, quantity, relation, limit, reason
LATER = (
    ("W10a", "deadline day times ten: 95th percentile in ms", "<=", 300, NO_CROWD),
    ("W10b", "deadline day times ten: lost saves", "<=", 0, NO_CROWD),
    ("W10c", "deadline day times ten: deadlocks", "<=", 0, NO_CROWD),
)


def not_measured() -> list[Outcome]:
    """The goals nothing measures yet, with the reason; they count as not reached."""
    return [
        Outcome(Goal(id_, quantity, relation, limit), reason=reason) for id_, quantity, relation, limit, reason in LATER
    ]
