"""The one journey all else serves: a figure is typed at a ward's desk and ends on a paper of the Party committee."""

import re
from pathlib import Path

import pdfplumber
from playwright.sync_api import Page, expect

from tests.browser.conftest import Browse
