"""Workbooks as other programs read them: openpyxl, and LibreOffice, which saves each anew.

    python check.py ADSUM SOFFICE WORK LOG...

Of every log the command line makes the workbook, and its sheets as CSV. Each cell that openpyxl finds has to be that of
the CSV, in type, value and format; no cell may be a formula; and what LibreOffice makes of the workbook has to have the
same cells and charts. Without SOFFICE (`-`) the latter is left out, and that is said.
"""

import csv
import datetime
import re
import shutil
import subprocess
import sys
import warnings
from decimal import Decimal
from pathlib import Path

import openpyxl

# What a reader doubts is a fault.
warnings.simplefilter("error")

# As formats of cells are written, what of a value they show.
SHOWN = {"yyyy-mm-dd": "%Y-%m-%d", "yyyy-mm-dd hh:mm": "%Y-%m-%d %H:%M", "hh:mm": "%H:%M"}
# The last sheet of a workbook is no sheet of the report.
ABOUT = "About this report"
# Excel's own way to write a character that XML cannot have. openpyxl leaves it as it is, and takes a text that only looks
# so, whose `_` is written like that, for one of them: so both sides are compared without.
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
# The longest text of a cell, in UTF-16.
LONGEST = 32_767


def cut(value):
    """As much of a text as a cell holds."""
    units = value.encode("utf-16-le", "surrogatepass")[: 2 * LONGEST]
    return units.decode("utf-16-le", "ignore")


def plain(value):
    """A text without escapes, and as it survives XML, which knows one end of a line."""
    value = ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)
    return value.replace("\r\n", "\n").replace("\r", "\n")


def same(cell, wanted):
    """Whether a cell is what the CSV has. Texts of rows are never taken for anything else."""
    if wanted == "":
        return cell.value is None or cell.value == ""
    if cell.data_type == "s":
        return (cell.row == 1 or cell.number_format == "@") and plain(cell.value) == plain(cut(wanted))
    if cell.data_type == "d":
        return cell.value.strftime(SHOWN[cell.number_format]) == wanted
    if cell.data_type == "n" and isinstance(cell.value, datetime.timedelta):
        seconds = round(cell.value.total_seconds())
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}" == wanted
    # A number of hours is rounded when it is shown.
    return cell.data_type == "n" and abs(Decimal(str(cell.value)) - Decimal(wanted)) < Decimal("0.005")


def compare(book, sheets):
    """Compares a workbook with the CSV of its sheets. How many cells there are."""
    count = 0
    names = [sheet.title for sheet in book]
    assert names[-1] == ABOUT and len(names) == 8, names
    for sheet, path in zip(book.worksheets, sheets):
        with open(path, newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))
        assert sheet.max_row == len(rows), f"{sheet.title}: {sheet.max_row} rows, not {len(rows)}"
        assert sheet.freeze_panes == "A2", f"{sheet.title}: the header does not stay"
        for cells, row in zip(sheet.iter_rows(), rows):
            assert len(cells) == len(row), f"{sheet.title}: {len(cells)} columns, not {len(row)}"
            for cell, wanted in zip(cells, row):
                where = f"{sheet.title}!{cell.coordinate}"
                assert cell.data_type != "f", f"{where} is a formula"
                assert same(cell, wanted), f"{where} is {cell.value!r} ({cell.number_format}), not {wanted!r}"
                count += 1
    return count


def equal(one, other):
    """Compares a workbook with what LibreOffice made of it."""
    assert one.sheetnames == other.sheetnames, other.sheetnames
    for ours, theirs in zip(one.worksheets, other.worksheets):
        assert ours.max_row == theirs.max_row, f"{ours.title}: {theirs.max_row} rows, not {ours.max_row}"
        assert len(ours._charts) == len(theirs._charts), f"{ours.title}: {len(theirs._charts)} charts"
        for our_row, their_row in zip(ours.iter_rows(), theirs.iter_rows()):
            for a, b in zip(our_row, their_row):
                assert unchanged(a, b), f"{ours.title}!{a.coordinate} became {b.value!r}, not {a.value!r}"


def unchanged(ours, theirs):
    """Whether a cell is what it was, but for the last digit of a number, and for blank ones that are not there."""
    a, b = ours.value, theirs.value
    if theirs.data_type == "f":
        return False
    if isinstance(a, float) or isinstance(b, float):
        return isinstance(a, (int, float)) and isinstance(b, (int, float)) and abs(a - b) <= 1e-12 * abs(a)
    if isinstance(a, str) and isinstance(b, str):
        a, b = plain(a), plain(b)
        # LibreOffice breaks the longest texts into lines, and cuts off what that made of them.
        long = len(a) > LONGEST // 2
        return a == b or (long and a.replace("\n", "").startswith(b.replace("\n", "")[: LONGEST - 100]))
    return a == b or not (a or b)


def files(book, folder):
    """The CSV files of a workbook's sheets, in its order."""
    letters = lambda title: re.sub("[^a-z]", "", title.lower())
    known = {letters(path.stem): path for path in folder.iterdir()}
    return [known[letters(title)] for title in book.sheetnames[:-1]]


def main(adsum, soffice, work, logs):
    work = Path(work)
    shutil.rmtree(work / "made", ignore_errors=True)
    work = work / "made"
    work.mkdir(parents=True)
    for log in map(Path, logs):
        name = log.stem
        for target in (f"{name}.xlsx", f"{name}/"):
            about = ["--about"] if target.endswith("xlsx") else ["--csv", "data"]
            command = [adsum, "smart-sessions", log, "-o", f"{work}/{target}", *about]
            subprocess.run(command, check=True, capture_output=True)
        made = openpyxl.load_workbook(work / f"{name}.xlsx")
        cells = compare(made, files(made, work / name))
        charts = sum(len(sheet._charts) for sheet in made)
        print(f"{log.name}: {cells} cells and {charts} charts read by openpyxl {openpyxl.__version__}", end="")
        if soffice == "-":
            print()
            continue
        again = work / "again"
        profile = f"-env:UserInstallation=file://{work}/profile"
        command = [soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", again, work / f"{name}.xlsx"]
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        equal(made, openpyxl.load_workbook(again / f"{name}.xlsx"))
        print(", and the same by LibreOffice")


main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
