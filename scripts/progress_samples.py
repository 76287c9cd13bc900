#!/usr/bin/env python3
"""Writes what became of the deals of samples/sce-2018.csv, as a district office reports it a year later, and prints the facts that tests
hold about the two files.

    python3 scripts/progress_samples.py

samples/sce-2018-progress.csv: the stages, to be taken in with `import --match ref`.
samples/sce-2018-receipts.csv: the money received in all, at the end of each quarter, with `import --receipts`.

Every date and sum is invented here. The output depends on nothing but this file and sce-2018.csv.
"""

import csv
import datetime
import hashlib
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
QUARTERS = [datetime.date(2018, 12, 31), datetime.date(2019, 3, 31), datetime.date(2019, 6, 30)]
PROGRESS = ["合同编号", "项目名称", "注册日期", "开工日期", "投产日期", "达产日期", "终止日期", "终止原因", "预计开工", "预计投产"]
RECEIPTS = ["合同编号", "项目名称", "到位时间", "累计到位资金（万元）", "币种"]
REASONS = ["用地指标未落实", "投资方战略调整", "环评未通过"]


def pick(ref, what, below):
    """A number from 0 up, the same for the same words."""
    return int(hashlib.sha256(f"{ref} {what}".encode()).hexdigest(), 16) % below


def after(day, ref, what, least, most):
    return day + datetime.timedelta(days=least + pick(ref, what, most - least))


def lifecycle(row):
    """The stages of a deal by the summer of 2019, and when the next were to be."""
    ref = row["ref"]
    signed = datetime.date.fromisoformat(row["signed"] if len(row["signed"]) == 10 else row["signed"] + "-25")
    if row["kind"] in ("framework", "intent"):
        return {}
    stages = {}
    fate = pick(ref, "fate", 100)
    stages["预计开工"] = after(signed, ref, "start due", 150, 330)
    stages["预计投产"] = after(stages["预计开工"], ref, "production due", 200, 500)
    if fate < 8:
        return stages
    stages["注册日期"] = after(signed, ref, "registered", 20, 120)
    if fate < 16:
        stages["终止日期"] = after(stages["注册日期"], ref, "ended", 60, 200)
        stages["终止原因"] = REASONS[pick(ref, "reason", len(REASONS))]
        return stages
    if fate < 27:
        return stages
    stages["开工日期"] = after(stages["注册日期"], ref, "started", 25, 170)
    if fate < 68:
        return stages
    stages["投产日期"] = after(stages["开工日期"], ref, "producing", 40, 55)
    if fate > 93:
        stages["达产日期"] = after(stages["投产日期"], ref, "full", 15, 40)
    return stages


def written(value):
    return value.isoformat() if isinstance(value, datetime.date) else value


def received(row, stages, quarter):
    """How much of the amount had come by the end of a quarter, in 万, as a whole number of hundredths."""
    reached = [name for name in ("注册日期", "开工日期", "投产日期", "达产日期") if name in stages and stages[name] <= quarter]
    if not row["amount"] or not reached:
        return None
    percent = {1: 6, 2: 35, 3: 78, 4: 96}[len(reached)] + pick(row["ref"], "percent", 5) + QUARTERS.index(quarter) * 2
    part = Decimal(row["amount"]) * min(percent, 100) / 100 / 10000
    return part.quantize(Decimal("0.01"), ROUND_HALF_UP)


def main():
    deals = list(csv.DictReader(open(SAMPLES / "sce-2018.csv", encoding="utf-8", newline="")))
    counts = Counter()
    with open(SAMPLES / "sce-2018-progress.csv", "w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(PROGRESS)
        for row in deals:
            stages = lifecycle(row)
            if stages:
                cells = [row["ref"], row["title"]] + [written(stages.get(head, "")) for head in PROGRESS[2:]]
                rows.writerow(cells)
                reached = [i for i, head in enumerate(PROGRESS[2:6]) if head in stages]
                for i in range(max(reached) + 1 if reached else 0):
                    counts[PROGRESS[2:6][i]] += 1
                counts["终止日期"] += "终止日期" in stages
                counts["rows"] += 1
    last = {}
    with open(SAMPLES / "sce-2018-receipts.csv", "w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(RECEIPTS)
        for quarter in QUARTERS:
            for row in deals:
                part = received(row, lifecycle(row), quarter)
                if part is not None:
                    rows.writerow([row["ref"], row["title"], quarter.isoformat(), part, row["currency"]])
                    counts["receipt rows"] += 1
                    counts["receipts"] += part != last.get(row["ref"], 0)
                    last[row["ref"]] = part
    print("deals", len(deals), dict(counts))
    by_currency = Counter()
    for row in deals:
        by_currency[row["currency"]] += last.get(row["ref"], Decimal(0))
    print("received, in 万 of each currency:", {currency: str(sum) for currency, sum in sorted(by_currency.items()) if sum})


main()
