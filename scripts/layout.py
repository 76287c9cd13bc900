#!/usr/bin/env python3
"""Makes layout.ld: the functions that short commands run, so that the linker puts them side by side.

    scripts/layout.py

Builds the program with its symbols, counts with valgrind which functions each of some commands runs on the sample ledger, and writes
their names, the most shared first, and those that the same commands run together. Hashes of crates are left open,
so that the names hold for other compilers as well; a name that no longer fits does nothing. Needs valgrind (Debian: apt install
valgrind), and takes as long as a release build.
"""

import collections
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
COMMANDS = [
    ["report"],
    ["report", "--by", "sector,country"],
    ["list", "-n", "50"],
    ["list", "--country", "GB", "-n", "50"],
    ["show", "7"],
    ["add", "Plant", "--sector", "5G", "--amount", "1.2亿", "--event", "none", "--country", "GB", "--partner", "Acme"],
    ["edit", "7", "--amount", "1.3亿"],
    ["status"],
]
HEAD = """\
/* What short commands run, side by side: a page of the program that is touched brings fifteen others with it, so that functions far
   apart cost time and memory. Made by scripts/layout.py; build.rs hands it to the linker, which puts it before its own layout. */
SECTIONS
{
  .text :
  {
"""
TAIL = "  }\n}\nINSERT AFTER .eh_frame;\n"


def build():
    """The program with its symbols, whose names are those of an ordinary release build."""
    target = os.path.join(ROOT, "target", "layout")
    subprocess.run(["cargo", "rustc", "--release", "--locked", "--bin", "deals", "--target-dir", target, "--", "-C", "strip=none"], cwd=ROOT,
                   check=True)
    return os.path.join(target, "release", "deals")


def functions(program, ledger, command, folder):
    """The names of the program's own functions that a command runs, in the order in which they are met."""
    profile = os.path.join(folder, "profile")
    valgrind = ["valgrind", "--quiet", "--tool=callgrind", "--demangle=no", f"--callgrind-out-file={profile}"]
    subprocess.run([*valgrind, program, "--quiet", "--db", ledger, *command], check=True, stdout=subprocess.DEVNULL)
    objects, names, own = {}, {}, []
    at = ""
    # Lines such as `fn=(12) name` give a number its name; later ones have the number alone.
    for line in open(profile, encoding="utf-8"):
        found = re.match(r"(ob|cob|fn|cfn)=\((\d+)\)(?: (.*))?", line)
        if not found:
            continue
        kind, number, name = found.groups()
        table = objects if kind.endswith("ob") else names
        if name:
            # A function that calls itself is counted by the depth of its calls.
            table[number] = re.sub(r"'\d+$", "", name)
        if kind == "ob":
            at = objects[number]
        elif kind == "fn" and at == program:
            own.append(names[number])
    return list(dict.fromkeys(own))


def members():
    """The part of the C library that each of its functions is in: only whole parts of it can be moved. Of those that there are several
    of, for processors that can do more or less, any."""
    library = subprocess.run(["cc", "-print-file-name=libc.a"], check=True, capture_output=True, text=True).stdout.strip()
    listed = subprocess.run(["nm", "-A", "--defined-only", library], check=True, capture_output=True, text=True).stdout
    found = {}
    for line in listed.splitlines():
        place, kind, name = line.rsplit(maxsplit=2)
        if kind in "TtWi":
            found.setdefault(name, re.sub(r"-(avx|evex|sse|erms).*", "-*.o", place.split(":")[1]))
    return found


def pattern(name, members):
    """What the linker knows a function by. A name is told without what depends on the compiler: the hashes of crates, `Cs4fqI2P2rA04_`,
    and numbers that tell copies apart."""
    name = re.sub(r"\.\d+$", ".*", name)
    if name.removesuffix(".*") in members:
        return f"*libc.a:{members[name.removesuffix('.*')]}(.text .text.*)"
    return "*(.text*.{})".format(re.sub(r"Cs[0-9A-Za-z]+_", "Cs*_", name))


def main():
    with tempfile.TemporaryDirectory() as folder:
        program = build()
        ledger = os.path.join(folder, "ledger.db")
        subprocess.run([os.path.join(ROOT, "scripts", "sample_ledger"), program, ledger], check=True)
        runs = [functions(program, ledger, command, folder) for command in COMMANDS]
    counts = collections.Counter(name for run in runs for name in run)
    first = list(dict.fromkeys(name for run in runs for name in run))
    ordered = sorted(first, key=lambda name: (-counts[name], [name not in run for run in runs]))
    library = members()
    patterns = dict.fromkeys(pattern(name, library) for name in ordered if re.fullmatch(r"(?!0x)[\w.$]+", name))
    with open(os.path.join(ROOT, "layout.ld"), "w", encoding="utf-8") as file:
        file.write(HEAD + "".join(f"    {pattern}\n" for pattern in patterns) + TAIL)
    print(f"{len(patterns)} functions and parts of the C library", file=sys.stderr)


if __name__ == "__main__":
    main()
