#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Prints the working days of python3-workalendar, for comity-rivals: a line per calendar and year, "DE<TAB>2005<TAB>x....xx…",
a letter per day, x where it does not work; no line for a year that it says it does not know; "end" when all are printed.

Not asked: Scotland, which stands there for what the councils add to."""
import warnings
from datetime import date, timedelta

from workalendar.europe import EuropeanCentralBank
from workalendar.exceptions import CalendarError
from workalendar.registry import registry

warnings.simplefilter("ignore")

NAMES = """AT BE BG BY CA CH CH-BE CL CN CO CY CZ DE DK EE ES FI FR GR HK HR HU IE IL IS IT JP KR KZ LT LU LV MC MT MX NG NL NO NZ
PH PL PT RO RS RU SE SG SI SK TR UA US ZA GB-NIR""".split()
CALENDARS = {name: registry.get(name) for name in NAMES}
CALENDARS |= {"GB-ENG": registry.get("GB"), "AU": registry.get("AU-ACT"), "TARGET": EuropeanCentralBank}

for name, make in CALENDARS.items():
    calendar = make()
    for year in range(2005, 2027):
        first = date(year, 1, 1)
        days = (first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days))
        try:
            letters = "".join("." if calendar.is_working_day(day) else "x" for day in days)
        except (CalendarError, KeyError):
            continue
        print(name, year, letters, sep="\t")
print("end")
