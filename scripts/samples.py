#!/usr/bin/env python3
"""Writes the three samples that look as offices and trackers write them, and prints the facts that tests hold about them.

    python3 -m pip install openpyxl
    python3 scripts/samples.py

The files go into samples/, beside scripts/: sce-2019-signings.gb18030.csv, sce-2019-contracts.xlsx, tracker-2005-2019.csv.
Every name, deal and amount is invented here. The output depends on nothing but this file and, for the bytes of the workbook,
on the versions of openpyxl and zlib.
"""

import csv
import datetime
import io
import re
import zipfile
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

SAMPLES = Path(__file__).resolve().parent.parent / "samples"

# ---------------------------------------------------------------------------------------------------------------------------
# sce-2019-signings.gb18030.csv: a district's summary table, saved as CSV by a Chinese Excel
# ---------------------------------------------------------------------------------------------------------------------------

SIGNINGS_HEADER = ("序号", "项目名称", "签约日期", "所属行业", "投资方", "来源地", "投资总额", "所属区县", "备注")

# The ways in which a day is written, in turn.
DAYS = ("2019年8月{}日", "2019/8/{}", "2019.8.{}")

# What each 来源地 means: country, region.
PLACES = {
    "四川": ("CN", "CN-SC"),
    "四川省": ("CN", "CN-SC"),
    "浙江省": ("CN", "CN-ZJ"),
    "浙江": ("CN", "CN-ZJ"),
    "广东省深圳市": ("CN", "CN-GD"),
    "广东": ("CN", "CN-GD"),
    "陕西-西安": ("CN", "CN-SN"),
    "北京市": ("CN", "CN-BJ"),
    "上海": ("CN", "CN-SH"),
    "江苏省": ("CN", "CN-JS"),
    "新加坡": ("SG", ""),
    "德国": ("DE", ""),
    "英国": ("GB", ""),
    "中国香港": ("HK", ""),
    "北美洲-美国": ("US", ""),
}

# Project, day of August 2019, sector, investor, where from, amount in 亿元, host, note.
SIGNINGS = (
    ("8英寸功率器件晶圆生产线", 26, "集成电路", "蓉岭半导体有限公司", "四川", "86.5", "两江新区", "重点项目"),
    ("智能网联汽车计算平台研发中心", 26, "人工智能", "钱澜智行科技有限公司", "浙江省", "12.36", "渝北区", ""),
    ("5G小基站射频模组产业化", 26, "5G", "鹏砾通信技术有限公司", "广东省深圳市", "8.8", "高新区", ""),
    ("工业物联网感知终端制造基地", 26, "物联网", "秦岫传感技术有限公司", "陕西-西安", "5.25", "北碚区", ""),
    ("㐂来智慧社区服务平台", 26, "人工智能", "京澜语义科技有限公司", "北京市", "1.8", "南岸区", ""),
    ("Smart port crane vision system", 26, "人工智能", "Merantau Vision Pte. Ltd.", "新加坡", "2.4", "江津区", ""),
    ("汽车级碳化硅模块封装", 26, "集成电路", "Harzwald Leistungselektronik GmbH", "德国", "15.6", "两江新区", ""),
    ("芯片设计联合实验室", 26, "集成电路", "Wrenfield Silicon Design Ltd", "英国", "0.8765", "沙坪坝区", ""),
    ("跨境数据算力中心", 26, "人工智能", "启澳湾数据有限公司", "中国香港", "20", "两江新区", "分两期建设,一期2020年投产"),
    ("半导体检测设备服务中心", 26, "集成电路", "Cedar Hollow Metrology Inc.", "北美洲-美国", "3.5", "高新区", ""),
    ("12英寸存储芯片封装测试基地", 26, "集成电路", "锡岭封测有限公司", "江苏省", "102.45", "沙坪坝区", "重点项目"),
    ("5G+智慧园区示范", 26, "5G", "瀛砾网络科技有限公司", "上海", "4.2", "永川区", ""),
    ("智能水表与燃气表生产线", 27, "物联网", "甬岫仪表有限公司", "浙江", "2.75", "璧山区", ""),
    ("语音识别芯片及模组项目", 27, "人工智能、物联网", "粤澜声学科技有限公司", "广东", "6.18", "巴南区", ""),
    ("𠮷光激光雷达研发生产基地", 27, "人工智能", "蓉砾光电有限公司", "四川省", "9.9", "璧山区", ""),
    ("5G天线及滤波器生产基地", 27, "5G", "鹏岭微波有限公司", "广东省深圳市", "18.0032", "永川区", ""),
    ("工业视觉质检云平台", 27, "人工智能", "京砾视觉科技有限公司", "北京市", "3.06", "渝北区", ""),
    ("车规级微控制器研发", 27, "集成电路", "秦澜微电子有限公司", "陕西-西安", "7.7", "两江新区", ""),
    ("冷链物流追踪终端", 27, "物联网", "Tanjung Biru Logistics Pte. Ltd.", "新加坡", "0.62", "江津区", ""),
    ("协作机器人西南总部", 27, "人工智能", "Lindental Robotik AG", "德国", "11.3", "两江新区", ""),
    ("医学影像辅助诊断平台", 27, "人工智能", "Aldermoor Health Analytics Ltd", "英国", "待定", "北碚区", "金额另行商定"),
    ("5G网络优化软件研发中心", 27, "5G", "启澳湾通信有限公司", "中国香港", "1.05", "南岸区", ""),
    ("智慧农业监测网络", 28, "物联网", "蓉岫农业科技有限公司", "四川", "1.3308", "永川区", ""),
    ("人脸与行为分析算法中心", 28, "人工智能", "钱砾智能科技有限公司", "浙江省", "4.5", "高新区", ""),
    ("射频前端芯片设计中心", 28, "集成电路", "瀛澜微电子有限公司", "上海", "5.9", "高新区", ""),
    ("5G工业模组产线", 28, "5G", "锡砾通信模组有限公司", "江苏省", "6.66", "巴南区", ""),
    ("城市管网物联监测", 28, "物联网", "鹏岫物联科技有限公司", "广东省深圳市", "2.2", "渝北区", ""),
    ("电源管理芯片封装线", 28, "集成电路", "Quillback Power Devices Inc.", "北美洲-美国", "13.05", "沙坪坝区", ""),
    ("5G车路协同试验场", 28, "5G", "京岫智联科技有限公司", "北京市", "10", "永川区", ""),
    ("共享设备通信模块生产线", 28, "物联网", "甬澜电子有限公司", "浙江", "0.98", "璧山区", ""),
)


def write_signings(path):
    amounts = [Decimal(deal[5]) for deal in SIGNINGS if deal[5] != "待定"]
    blank = [""] * len(SIGNINGS_HEADER)
    rows = [
        ["2019智博会重点签约项目汇总表"] + blank[1:],
        ["填报单位：市招商投资服务中心"] + blank[1:6] + ["单位：亿元"] + blank[7:],
        SIGNINGS_HEADER,
    ]
    for number, (title, day, sector, partner, place, amount, district, note) in enumerate(SIGNINGS, 1):
        rows.append([number, title, DAYS[number % 3].format(day), sector, partner, place, amount, district, note])
    rows.append(["合计", f"{len(SIGNINGS)}个"] + blank[2:6] + [sum(amounts)] + blank[7:])
    rows.append(blank)
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode("gb18030"))


def signings_facts():
    yuan = lambda deal: None if deal[5] == "待定" else Decimal(deal[5]) * 10**8
    yield "GB18030 (two characters of four bytes: 㐂, 𠮷), comma, CRLF; two title rows, the header is line 3; the last row is blank"
    vague = sum(yuan(deal) is None for deal in SIGNINGS)
    yield f"deals: {len(SIGNINGS)}, lines 4 to {3 + len(SIGNINGS)}; without amount: {vague} (`待定`)"
    yield f"left out: 1 totals row (line {4 + len(SIGNINGS)}), 1 blank row (line {5 + len(SIGNINGS)})"
    yield "currency: CNY throughout; unit: 亿元, in the second title row only"
    yield total("all", SIGNINGS, yuan)
    yield from totals("sector", SIGNINGS, lambda deal: deal[2], yuan)
    yield from totals("place", SIGNINGS, lambda deal: PLACES[deal[4]][1] or PLACES[deal[4]][0], yuan)
    yield from totals("day", SIGNINGS, lambda deal: f"2019-08-{deal[1]}", yuan)
    yield from totals("district", SIGNINGS, lambda deal: deal[6], yuan)


# ---------------------------------------------------------------------------------------------------------------------------
# sce-2019-contracts.xlsx: a workbook with groups, subtotals, and an old version on a hidden sheet
# ---------------------------------------------------------------------------------------------------------------------------

CONTRACTS_HEADER = (
    "合同编号", "项目名称", "签约时间", "领域", "合作方", "国别", "省份", "合同金额(万元)", "币种", "协议类型", "签约地点", "备注",
)  # fmt: skip

DOLLARS = "金额单位为万美元"

# Number, project, day of August 2019, partner, country, province, amount in ten thousands (empty: none), currency, kind,
# venue, note; by sector, as they are grouped on the sheet.
CONTRACTS = {
    "集成电路": (
        ("0041", "模拟芯片中试平台", 26, "蓉嶂微电子有限公司", "中国", "四川省", "128000", "CNY", "合同", "现场", ""),
        ("0042", "功率半导体外延生产线", 26, "钱屿半导体有限公司", "中国", "浙江省", "356000.5", "CNY", "合同", "现场", "重点项目"),
        ("0043", "晶圆级封装产线", 26, "锡屿封装有限公司", "中国", "江苏省", "95860", "CNY", "合同", "场外", ""),
        ("0107", "车规芯片可靠性检测中心", 26, "Brackenwald Prüftechnik GmbH", "德国", "", "4280.75", "CNY", "合同", "现场", ""),
        ("0108", "Chip packaging line, second phase", 27, "Copper Ridge Devices Inc.", "美国", "", "3600", "USD", "框架协议", "现场", DOLLARS),
        ("1203", "半导体材料提纯项目", 27, "秦嶂材料科技有限公司", "中国", "陕西省", "18750", "CNY", "合同", "场外", ""),
        ("1204", "集成电路人才培养基地", 28, "渝嶂教育科技有限公司", "中国", "重庆市", "", "CNY", "意向", "场外", "金额未定"),
    ),
    "人工智能": (
        ("0044", "自动驾驶仿真测试平台", 26, "京嶂智驾科技有限公司", "中国", "北京市", "43200", "CNY", "合同", "现场", ""),
        ("0045", "智慧法务语义平台", 26, "京嶂智驾科技有限公司", "中国", "北京市", "1260.3", "CNY", "合同", "场外", ""),
        ("0046", "工业大脑创新中心", 26, "鹏屿智能制造有限公司", "中国", "广东省", "27500", "CNY", "合同", "现场", ""),
        ("0109", "Drug discovery by machine learning", 27, "Hartsmere Bioscience plc", "英国", "英格兰", "8600", "CNY", "框架协议", "现场", ""),
        ("0110", "港口智能调度系统", 27, "Selat Teguh Systems Pte. Ltd.", "新加坡", "", "1450", "USD", "合同", "现场", DOLLARS),
        ("1205", "智能客服西部运营中心", 27, "瀛屿信息服务有限公司", "中国", "上海市", "6300", "CNY", "合同", "场外", ""),
        ("1206", "智慧医疗影像云", 28, "粤嶂医疗科技有限公司", "中国", "广东省", "9120.125", "CNY", "合同", "场外", ""),
        ("1207", "城市治理算法开放平台", 28, "黔屿数据有限公司", "中国", "贵州省", "3000", "CNY", "意向", "场外", ""),
    ),
    "物联网": (
        ("0047", "智能电表模组生产基地", 26, "甬屿电子有限公司", "中国", "浙江省", "22400", "CNY", "合同", "现场", ""),
        ("0048", "危险品运输监管网络", 26, "蓉屿物联有限公司", "中国", "四川省", "7350.6", "CNY", "合同", "场外", ""),
        ("0111", "楼宇能耗物联平台", 27, "啟屿智慧建筑有限公司", "中国香港", "", "5200", "CNY", "合同", "现场", ""),
        ("1208", "农产品溯源物联系统", 27, "滇屿农业科技有限公司", "中国", "云南省", "1888.88", "CNY", "框架协议", "场外", ""),
        ("1209", "山区地质灾害监测网", 28, "渝屿监测技术有限公司", "中国", "重庆市", "4016.4", "CNY", "合同", "场外", ""),
        ("1210", "智能停车物联终端", 28, "闽屿电子有限公司", "中国", "福建省", "960", "CNY", "合同", "场外", ""),
    ),
    "5G": (
        ("0049", "5G核心网设备组装线", 26, "鹏嶂通信设备有限公司", "中国", "广东省", "156000", "CNY", "合同", "现场", "重点项目"),
        ("0050", "5G光模块生产基地", 26, "鄂屿光电有限公司", "中国", "湖北省", "68400", "CNY", "合同", "现场", ""),
        ("1211", "5G智慧景区", 28, "湘嶂文旅科技有限公司", "中国", "湖南省", "2150.9", "CNY", "合同", "场外", ""),
        ("1212", "5G远程驾驶应用", 28, "皖嶂智行科技有限公司", "中国", "安徽省", "5600", "CNY", "意向", "场外", ""),
    ),
}

EXPLANATION = (
    "填表说明",
    "1. 本表统计2019智博会期间签订的合同、框架协议和意向。",
    "2. 合同金额以万元计；币种为USD的，以万美元计。",
    "3. 小计、总计为“合同金额”一列数字之和，未作折算。",
    "4. 本表所列项目、单位、金额均为虚构。",
)

THIN = Border(*[Side(style="thin")] * 4)
CENTRED = Alignment(horizontal="center", vertical="center")


def number(amount):
    """The number a cell holds: whole ones without a decimal point, as Excel writes them."""
    value = Decimal(amount)
    return int(value) if value == value.to_integral() else float(value)


def heads(sheet, title):
    """The title across the whole table, and the header under it."""
    sheet.append([title])
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(CONTRACTS_HEADER))
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A1"].alignment = CENTRED
    sheet.append(CONTRACTS_HEADER)
    for cell in sheet[2]:
        cell.font = Font(bold=True)
        cell.alignment = CENTRED
    for column, width in enumerate((10, 34, 14, 10, 32, 10, 10, 15, 6, 10, 10, 18), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def contract_row(sheet, sector, deal):
    ref, title, day, partner, country, province, amount, *rest = deal
    cells = [ref, title, datetime.date(2019, 8, day), sector, partner, country, province or None]
    sheet.append(cells + [number(amount) if amount else None] + [text or None for text in rest])
    row = sheet[sheet.max_row]
    row[0].number_format = "@"
    row[2].number_format = 'yyyy"年"m"月"d"日"'
    row[7].number_format = "#,##0.####"


def sum_row(sheet, label, deals):
    sheet.append([label] + [None] * 6 + [number(sum(Decimal(deal[6] or 0) for deal in deals))])
    sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=7)
    sheet.cell(sheet.max_row, 1).alignment = CENTRED
    sheet.cell(sheet.max_row, 8).number_format = "#,##0.####"
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)


def write_contracts(path):
    book = Workbook()
    sheet = book.active
    sheet.title = "签约项目"
    heads(sheet, "2019智博会签约合同一览表")
    for sector, deals in CONTRACTS.items():
        first = sheet.max_row + 1
        for deal in deals:
            contract_row(sheet, sector if deal is deals[0] else None, deal)
        sheet.merge_cells(start_row=first, end_row=sheet.max_row, start_column=4, end_column=4)
        sheet.cell(first, 4).alignment = CENTRED
        sum_row(sheet, "小计", deals)
    sum_row(sheet, "总计", contract_deals())
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.border = THIN

    notes = book.create_sheet("说明")
    for line in EXPLANATION:
        notes.append([line])
    notes.column_dimensions["A"].width = 60

    # Before the last corrections: fewer deals, amounts a tenth lower, no totals.
    old = book.create_sheet("旧表")
    old.sheet_state = "hidden"
    heads(old, "2019智博会签约合同一览表（初稿）")
    for sector, deals in CONTRACTS.items():
        for deal in deals[:-1]:
            lower = str(Decimal(deal[6]) * 9 / 10) if deal[6] else ""
            contract_row(old, sector, deal[:6] + (lower,) + deal[7:])

    save(book, path)


def save(book, path):
    """Saves the workbook without the time of day, so that the same data gives the same bytes."""
    moment = datetime.datetime(2019, 8, 29, 9, 0, 0)
    book.properties.creator = ""
    book.properties.created = moment
    raw = io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + moment.isoformat().encode() + b"Z", data)
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, data)


def contract_deals():
    return [deal for deals in CONTRACTS.values() for deal in deals]


def contracts_facts():
    deals = contract_deals()
    money = lambda deal: Decimal(deal[6]) * 10**4 if deal[6] else None
    sectors = {deal: sector for sector, group in CONTRACTS.items() for deal in group}
    sums = len(CONTRACTS) + 1
    yield "sheets: 签约项目 (the table), 说明 (text, no table), 旧表 (hidden: must not be read); row 1 is a merged title, the header is row 2"
    yield f"deals: {len(deals)}, rows 3 to {2 + len(deals) + sums - 2}; without amount: {sum(not deal[6] for deal in deals)}"
    yield f"left out: {sums} totals rows ({len(CONTRACTS)} 小计, 1 总计); no blank rows"
    yield "领域 is merged over each group; 签约时间 are date cells; 合同编号 is text, " + (
        f"{sum(deal[0][0] == '0' for deal in deals)} with a leading zero (`{deals[0][0]}`)"
    )
    yield "unit: 万元 in the header; the two USD rows say `金额单位为万美元`, so 3600 is USD 36,000,000"
    plain = lambda group: sum(Decimal(deal[6] or 0) for deal in group)
    for sector, group in CONTRACTS.items():
        yield f"printed 小计 {sector}: {plain(group)}"
    yield f"printed 总计: {plain(deals)}"
    yield f"旧表 holds {sum(len(group) - 1 for group in CONTRACTS.values())} deals, other amounts"
    for currency in ("CNY", "USD"):
        some = [deal for deal in deals if deal[7] == currency]
        yield total(f"all {currency}", some, money)
        yield from totals(f"{currency} sector", some, sectors.get, money)
    yield from totals("kind", deals, lambda deal: deal[8])
    yield from totals("venue", deals, lambda deal: deal[9])
    yield from totals("country", deals, lambda deal: deal[4])
    yield from totals("province", deals, lambda deal: deal[5] or "(empty)")
    yield from totals("day", deals, lambda deal: f"2019-08-{deal[2]}")


# ---------------------------------------------------------------------------------------------------------------------------
# tracker-2005-2019.csv: what a public investment tracker publishes
# ---------------------------------------------------------------------------------------------------------------------------

TRACKER_TITLES = ("Invented overseas investment tracker", "Transactions 2005 to 2019; amounts in millions of US dollars")
TRACKER_HEADER = (
    "Year", "Month", "Investor", "Quantity in Millions", "Share Size", "Transaction Party", "Sector", "Subsector", "Country",
    "Region", "BRI", "Greenfield",
)  # fmt: skip

TRACKER = (
    (2005, "January", "Lanling Energy", "1,200", "51%", "Kestrel Basin Power", "Energy", "Gas", "Kazakhstan", "West Asia", "", ""),
    (2005, "September", "Haishuo Shipping", "180", "", "Port of Varnholm", "Transport", "Shipping", "Sweden", "Europe", "", ""),
    (2006, "April", "Xinlu Rail", "640", "30%", "Mbeya Lines", "Transport", "Rail", "Tanzania", "Sub-Saharan Africa", "", ""),
    (2006, "October", "Yuecheng Minerals", "235", "72%", "Cerro Lindoro", "Metals", "Copper", "Ecuador", "South America", "", ""),
    (2007, "March", "Jinzhao Bank", "1,475", "18%", "Blackmoor Trust", "Finance", "Banking", "Ireland", "Europe", "", ""),
    (2007, "August", "Weishan Machinery", "310", "100%", "Maple Ford Tools", "Technology", "", "Canada", "North America", "", ""),
    (2008, "May", "Yuecheng Minerals", "3,815", "27%", "Corrandale Sands", "Metals", "Steel", "Australia", "Australia", "", ""),
    (2008, "November", "Huapu Property", "465", "55%", "Brianzo Case", "Real estate", "Construction", "Italy", "Europe", "", ""),
    (2009, "February", "Lanling Energy", "890", "", "Llanos Verdes", "Energy", "Alternative", "Colombia", "South America", "", ""),
    (2009, "July", "Tongyuan Coal", "1,135", "66%", "Kutai Hitam", "Energy", "Coal", "Indonesia", "East Asia", "", ""),
    (2010, "January", "Qishan Motors", "725", "44%", "Fjordvik Bil", "Transport", "Autos", "Norway", "Europe", "", ""),
    (2010, "June", "Lanling Energy", "2,345", "33%", "Pampa Honda", "Energy", "Gas", "Argentina", "South America", "", ""),
    (2010, "December", "Haoyu Chemicals", "560", "80%", "Agrivale Feeds", "Agriculture", "", "Poland", "Europe", "", ""),
    (2011, "March", "Xinlu Rail", "415", "", "", "Transport", "Rail", "Turkey", "West Asia", "", "G"),
    (2011, "September", "Sanjiang Power", "1,980", "38%", "Elektra Drava", "Energy", "Hydro", "Croatia", "Europe", "", ""),
    (2012, "February", "Weishan Machinery", "275", "75%", "Steinfurt & Söhne", "Technology", "", "Germany", "Europe", "", ""),
    (2012, "August", "Moyun Culture", "330", "60%", "Orchard Lane Studios", "Entertainment", "", "Britain", "Europe", "", ""),
    (2012, "October", "Jinzhao Bank", "945", "52%", "Banco Río Claro", "Finance", "Banking", "Uruguay", "South America", "", ""),
    (2013, "January", "Minfeng Foods", "1,660", "85%", "Three Rivers Dairy", "Agriculture", "", "New Zealand", "Australia", "", ""),
    (2013, "June", "Lanling Energy", "4,725", "22%", "Rovuma Norte", "Energy", "Gas", "Angola", "Sub-Saharan Africa", "", ""),
    (2013, "November", "Huapu Property", "250", "", "Sugar Quay, Ltd.", "Real estate", "Property", "Britain", "Europe", "", ""),
    (2014, "April", "Yunxi Computers", "1,085", "100%", "Larkspur Servers", "Technology", "", "United States", "North America", "", ""),
    (2014, "May", "Qishan Motors", "370", "29%", "Carrosserie Garennes", "Transport", "Autos", "Belgium", "Europe", "", ""),
    (2014, "September", "Yuecheng Minerals", "2,890", "47%", "Quebrada Fría", "Metals", "Copper", "Chile", "South America", "", ""),
    (2014, "December", "Ruiding Insurance", "815", "100%", "The Pemberley Hotels", "Tourism", "", "Canada", "North America", "", ""),
    (2015, "February", "Xinlu Rail", "1,345", "", "", "Transport", "Rail", "Ethiopia", "Sub-Saharan Africa", "1", "G"),
    (2015, "May", "Haoyu Chemicals", "520", "61%", "Levant Resins", "Chemicals", "", "Jordan", "West Asia", "1", ""),
    (2015, "October", "Sanjiang Power", "2,170", "70%", "Selat Biru Grid", "Energy", "", "Malaysia", "East Asia", "1", ""),
    (2016, "January", "Heyue Appliances", "1,590", "90%", "Kodinkone", "Technology", "", "Finland", "Europe", "", ""),
    (2016, "April", "Yunlian Games", "735", "35%", "Peak District Play", "Entertainment", "", "Britain", "Europe", "", ""),
    (2016, "August", "Lianqiao Internet", "480", "", "Pasar Kita", "Technology", "", "Singapore", "East Asia", "", ""),
    (2016, "November", "Huapu Property", "1,025", "49%", "Harbour Reach Towers", "Real estate", "Property", "Australia", "Australia", "", ""),
    (2017, "March", "Sanjiang Power", "3,260", "58%", "Usinas do Araguari", "Energy", "Hydro", "Brazil", "South America", "", ""),
    (2017, "July", "Haishuo Shipping", "905", "40%", "Straits Box Terminals", "Transport", "Shipping", "Singapore", "East Asia", "1", ""),
    (2017, "December", "Yuecheng Minerals", "585", "", "Kolwa Nord", "Metals", "Copper", "Democratic Republic of the Congo", "Sub-Saharan Africa", "", "G"),
    (2018, "March", "Qishan Motors", "1,840", "15%", "Württal Achsen", "Transport", "Autos", "Germany", "Europe", "", ""),
    (2018, "June", "Beiyan Lithium", "1,215", "31%", "Salar Perdido", "Metals", "", "Bolivia", "South America", "", ""),
    (2018, "September", "Hongbo Sportswear", "137.5", "65%", "Kowhai Outdoor", "Other", "Textiles", "New Zealand", "Australia", "1", ""),
    (2019, "February", "Jiuan Batteries", "690", "", "", "Energy", "Alternative", "Hungary", "Europe", "1", "G"),
    (2019, "May", "Yunlian Games", "155", "", "Layang Pay", "Finance", "", "Indonesia", "East Asia", "1", ""),
    (2019, "August", "Ruiding Insurance", "1,130", "28%", "Westermarsch Rück", "Finance", "Insurance", "Austria", "Europe", "1", ""),
    (2019, "December", "Sanjiang Power", "2,055", "64%", "Redes de Atuel", "Energy", "", "Argentina", "South America", "", ""),
)  # fmt: skip

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def write_tracker(path):
    blank = [""] * (len(TRACKER_HEADER) - 1)
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerows([title] + blank for title in TRACKER_TITLES)
        out.writerow(TRACKER_HEADER)
        out.writerows(TRACKER)


def tracker_facts():
    dollars = lambda deal: Decimal(deal[3].replace(",", "")) * 10**6
    yield "UTF-8 without a mark, comma, LF; two title lines, the header is line 3"
    yield f"deals: {len(TRACKER)}, lines 4 to {3 + len(TRACKER)}; without amount: 0; left out: no rows"
    yield "currency: US dollars and unit: millions, said together in the second title line only; the header says `in Millions`"
    yield "no title column; signing dates known to the month (Year and Month); Region is a group of countries, no province"
    yield f"amounts with a comma: {sum(',' in deal[3] for deal in TRACKER)}; one with decimals: `137.5`"
    filled = lambda column: sum(bool(deal[column]) for deal in TRACKER)
    yield f"with Share Size: {filled(4)}; Transaction Party: {filled(5)}; BRI: {filled(10)}; Greenfield: {filled(11)}"
    yield f"first: {month(TRACKER[0])}, last: {month(TRACKER[-1])}; rows in order of the month: " + (
        "yes" if sorted(TRACKER, key=month) == list(TRACKER) else "no"
    )
    yield total("all USD", TRACKER, dollars)
    for name, column in (("sector", 6), ("region", 9), ("country", 8), ("investor", 2), ("year", 0)):
        yield from totals(name, TRACKER, lambda deal: deal[column], dollars)


def month(deal):
    return f"{deal[0]}-{MONTHS.index(deal[1]) + 1:02}"


# ---------------------------------------------------------------------------------------------------------------------------
# Facts
# ---------------------------------------------------------------------------------------------------------------------------


def total(name, deals, money=None):
    """One line: how many, and the exact sum of those that have an amount."""
    amounts = [amount for amount in map(money, deals) if amount is not None] if money else []
    return f"{name}: {len(deals)}" + (f", {sum(amounts):.2f}" if amounts else "")


def totals(name, deals, key, money=None):
    groups = defaultdict(list)
    for deal in deals:
        groups[key(deal)].append(deal)
    for value in sorted(groups):
        yield total(f"{name} {value}", groups[value], money)


def main():
    SAMPLES.mkdir(exist_ok=True)
    print("# Facts of the samples\n\nPrinted by scripts/samples.py. `name: deals, sum`; sums are in yuan or dollars.")
    for name, write, facts in (
        ("sce-2019-signings.gb18030.csv", write_signings, signings_facts),
        ("sce-2019-contracts.xlsx", write_contracts, contracts_facts),
        ("tracker-2005-2019.csv", write_tracker, tracker_facts),
    ):
        write(SAMPLES / name)
        print(f"\n## {name}\n")
        for fact in facts():
            print(f"- {fact}")


if __name__ == "__main__":
    main()
