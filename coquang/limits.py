"""Every limit in one place, so that a form, a column and a message never disagree."""

from decimal import Decimal

# Lengths of text, in characters.
CODE = 20
NAME = 250
POST = 200
LINES = 600
SENTENCE = 1_000
REMARK = 2 * SENTENCE
PARAGRAPHS = 20_000
CAPACITY = POST + NAME + 2
LOGIN = 60
PHONE = 40
MAIL_ADDRESS = 254
NUMBER_TYPED = 64

# What can be read at all; a column takes less (FIGURE_LIMIT), and says so in its own words.
NUMBER_LIMIT = Decimal(10) ** 24

# A figure: 16 digits before the comma, 4 after it. No ward counts a quintillion đồng.
FIGURE_DIGITS = 20
FIGURE_DECIMALS = 4
FIGURE_LIMIT = Decimal(10) ** (FIGURE_DIGITS - FIGURE_DECIMALS)
DECIMALS_AT_MOST = 4

# A percent as it is printed elsewhere: 2,5 times a target is 250%; two decimals at most.
PERCENT_DIGITS = 7
PERCENT_DECIMALS = 2
PERCENT_LIMIT = Decimal(10) ** (PERCENT_DIGITS - PERCENT_DECIMALS)

# Years a figure may belong to.
FIRST_YEAR = 2000
LAST_YEAR = 2099

# A file of units: the nation has had 11,363 rows; ten times that is no file of units.
IMPORT_ROWS = 100_000
IMPORT_BYTES = 20_000_000
FAULTS_SHOWN = 500

# A sheet: the largest ward has some 60 indicators.
SHEET_ROWS = 200
PAGE_ROWS = 50

# Units that are reminded from one page; the board names all.
REMINDED = 30

# A pasted block: the year's targets of the largest ward, with room for the columns nobody asked for.
PASTED = 60_000

# A file attached to a figure, and what travels around it in the same form.
FILE_BYTES = 10 * 1024 * 1024
FILE_NAME = 150
FORM_AROUND_A_FILE = 256 * 1024
