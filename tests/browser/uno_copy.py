"""Run by the Python that LibreOffice speaks to: opens a workbook, copies a range, tells what the clipboard then holds.

/usr/bin/python3 uno_copy.py WORKBOOK RANGE PROFILE
"""

import json
import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.connection import NoConnectException

PIPE = "pipe,name=coquang-copy;urp"


def main(workbook: str, cells: str, profile: str) -> None:
    command = ["soffice", "--headless", "--norestore", f"--accept={PIPE};", f"-env:UserInstallation={_url(profile)}"]
    office = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        desktop = _desktop()
        document = desktop.loadComponentFromURL(_url(workbook), "_blank", 0, ())
        view = document.getCurrentController()
        view.select(document.getSheets().getByIndex(0).getCellRangeByName(cells))
        copied = view.getTransferable()
        forms = {}
        for flavor in copied.getTransferDataFlavors():
            kind = flavor.MimeType.partition(";")[0]
            if kind in {"text/plain", "text/html"}:
                given = copied.getTransferData(flavor)
                forms[kind] = given if isinstance(given, str) else given.value.decode()
        json.dump(forms, sys.stdout)
        document.close(True)
        desktop.terminate()
        office.wait(30)
    finally:
        office.kill()


def _desktop():
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", here)
    for _try in range(120):
        try:
            there = resolver.resolve(f"uno:{PIPE};StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.5)
        else:
            return there.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", there)
    raise SystemExit("LibreOffice did not begin to listen within a minute.")


def _url(path: str) -> str:
    return Path(path).resolve().as_uri()


if __name__ == "__main__":
    main(*sys.argv[1:])
