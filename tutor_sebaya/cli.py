"""The command `tutor-sebaya`. A thin edge: it reads, asks the rules or the generator, and prints.

    tutor-sebaya check FILE... [--lang id|en] [--format text|json]
    tutor-sebaya class NUMBER [--size N] [--output FILE]
    tutor-sebaya roster FILE [--lang id|en]
    tutor-sebaya schema
    tutor-sebaya grade ASSIGNMENT [--from ZIP --ids CSV] [--dry-run]
    tutor-sebaya review CSV [--output FILE]

Exit status of `check`: 0 no finding of severity error; 1 at least one; 2 a file can't be read as a scenario.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from . import __version__, labels
from .book_address import address
from .language import LANGUAGE, LANGUAGES, N_, Text, text, translate
from .rules import Finding, Report, catalogue, check
from .scenario import ScenarioError, json_schema, read_scenario, unknown_keys


def _as_data(finding: Finding, language: str) -> dict[str, str]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "where": finding.where,
        "message": finding.message.render(language),
        "learn": address(finding.learn, language),
    }


def _report_lines(name: str, report: Report, language: str) -> list[str]:
    def say(message: Text) -> str:
        return message.render(language)

    states = list(report.states.values())
    lines = [
        say(
            text(
                N_("{file}: nilai {score:.0%} – {kept} aturan terpenuhi, {broken} dilanggar, {rest} tidak berlaku"),
                file=name,
                score=report.score,
                kept=states.count("kept"),
                broken=states.count("broken"),
                rest=states.count("not_applicable"),
            )
        )
    ]
    rules = catalogue()
    shown = None
    for finding in report.findings:
        rule = rules[finding.rule]
        if rule.id != shown:
            shown = rule.id
            lines_of_source = ", ".join(str(line) for line in rule.lines)
            lines += [
                "",
                f"{rule.id} {translate(rule.title, language)}",
                "    "
                + say(
                    text(
                        N_("{origin} (baris {lines}); baca {learn}"),
                        origin=Text(labels.ORIGINS[rule.origin]),
                        lines=lines_of_source,
                        learn=address(finding.learn, language),
                    )
                ),
            ]
        severity = translate(labels.SEVERITIES[finding.severity], language)
        lines.append(f"  [{severity}] {finding.where}: {say(finding.message)}")
    if not report.findings:
        lines.append(say(text(N_("Tidak ada aturan yang dilanggar."))))
    return lines


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")


def _tell(line: str) -> None:
    sys.stderr.write(line + "\n")


def check_files(files: Sequence[str], language: str, form: str) -> int:
    """Check files in the order given and print what is found; returns the exit status."""
    status = 0
    for position, name in enumerate(files):
        if form == "text" and position:
            _print("")
        try:
            scenario = read_scenario(name)
        except ScenarioError as error:
            status = 2
            problems = [
                {"where": problem.where, "message": problem.message.render(language)} for problem in error.problems
            ]
            if form == "json":
                _print(json.dumps({"file": name, "error": problems}, ensure_ascii=False))
            else:
                _tell(text(N_("{file}: tidak dapat dibaca sebagai skenario."), file=name).render(language))
                for problem in error.problems:
                    _tell(f"  {problem.render(language)}")
            continue
        report = check(scenario)
        if report.has_error:
            status = max(status, 1)
        if form == "json":
            found: dict[str, Any] = {
                "file": name,
                "kind": report.kind,
                "findings": [_as_data(finding, language) for finding in report.findings],
                "rules": dict(report.states),
                "score": round(report.score, 4),
            }
            _print(json.dumps(found, ensure_ascii=False))
        else:
            for line in _report_lines(name, report, language):
                _print(line)
        for where, resembling in unknown_keys(scenario):
            note = (
                text(
                    N_("{file}: kunci {where} tidak dikenal. Maksudnya {key}?"), file=name, where=where, key=resembling
                )
                if resembling
                else text(
                    N_("{file}: kunci {where} tidak dikenal; isinya disimpan, tetapi tidak dinilai."),
                    file=name,
                    where=where,
                )
            )
            _tell(note.render(language))
    return status


def _invent(arguments: argparse.Namespace) -> int:
    from .classes import invent_class
    from .roster import write_csv, write_xlsx
    from .scenario import dump_scenario

    invented = invent_class(arguments.number, size=arguments.size)
    output = arguments.output
    if output is None:
        sys.stdout.write(write_csv(invented.roster).decode("utf-8-sig"))
        return 0
    match Path(output).suffix.lower():
        case ".xlsx":
            content = write_xlsx(invented.roster)
        case ".csv":
            content = write_csv(invented.roster)
        case ".json":
            content = dump_scenario(invented.scenario).encode()
        case ending:
            _tell(
                text(
                    N_("Akhiran {ending} tidak dikenal. Pakai .xlsx atau .csv (daftar kelas) atau .json (skenario)."),
                    ending=ending or "–",
                ).render(arguments.lang)
            )
            return 2
    Path(output).write_bytes(content)
    return 0


def _roster(arguments: argparse.Namespace) -> int:
    from .roster import RosterError, read_roster

    try:
        roster = read_roster(arguments.file)
    except RosterError as error:
        for problem in error.problems:
            _tell(problem.render(arguments.lang))
        return 2
    _print(
        text(
            N_("{n} murid, {s} kolom nilai, {c} catatan."),
            n=len(roster.pupils),
            s=len(roster.objectives),
            c=len(roster.notes),
        ).render(arguments.lang)
    )
    for note in roster.notes:
        _print(f"  {note.cell}: {note.message.render(arguments.lang)}")
    return 0


def _schema(_: argparse.Namespace) -> int:
    _print(json.dumps(json_schema(), ensure_ascii=False, indent=2))
    return 0


def _grade(arguments: argparse.Namespace) -> int:
    from .grading_command import run

    return run(arguments)


def _review(arguments: argparse.Namespace) -> int:
    from .documents_review import review_sheets, ring
    from .grading_collect import PeopleError, read_people

    ending = Path(arguments.output).suffix.lower() if arguments.output else ".html"
    formats: dict[str, Literal["html", "docx"]] = {".html": "html", ".docx": "docx"}
    if ending not in formats:
        words = N_("Akhiran {ending} tidak dikenal. Pakai .html atau .docx.")
        _tell(text(words, ending=ending or "–").render(arguments.lang))
        return 2
    try:
        people = read_people(arguments.ids)
    except PeopleError as error:
        _tell(error.message.render(arguments.lang))
        return 2
    pairs = ring(people.names, arguments.round)
    if not pairs:
        _tell(text(N_("Untuk saling menelaah diperlukan sedikitnya dua orang.")).render(arguments.lang))
        return 2
    for reviewer, author in pairs:
        who = [f"{id} {people.names[id]}".strip() for id in (reviewer, author)]
        _print(text(N_("{who} menelaah {whom}"), who=who[0], whom=who[1]).render(arguments.lang))
    if arguments.output:
        Path(arguments.output).write_bytes(review_sheets(pairs, people.names).to(formats[ending]))
    return 0


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="tutor-sebaya",
        description="Memeriksa skenario tutor sebaya dan membuat kelas rekaan. / Checks peer-tutoring scenarios and "
        "makes invented classes.",
    )
    top.add_argument("--version", action="version", version=f"tutor-sebaya {__version__}")
    verbs = top.add_subparsers(dest="verb", required=True)
    language = argparse.ArgumentParser(add_help=False)
    language.add_argument("--lang", "--language", choices=LANGUAGES, default=LANGUAGE, help="bahasa / language")

    one = verbs.add_parser("check", parents=[language], help="periksa skenario / check scenarios")
    one.add_argument("files", nargs="+", metavar="FILE")
    one.add_argument("--format", choices=("text", "json"), default="text", help="bentuk keluaran / form of the output")
    one.set_defaults(run=lambda given: check_files(given.files, given.lang, given.format))

    one = verbs.add_parser("class", parents=[language], help="buat kelas rekaan / make an invented class")
    one.add_argument("number", help="nomor mahasiswa atau bilangan apa pun / a student number or any number")
    one.add_argument("--size", type=int, default=36, help="banyaknya murid / number of pupils")
    one.add_argument("--output", help=".xlsx, .csv (daftar kelas / class list), .json (skenario / scenario)")
    one.set_defaults(run=_invent)

    one = verbs.add_parser("roster", parents=[language], help="baca daftar kelas dan laporkan / read a class list")
    one.add_argument("file", metavar="FILE")
    one.set_defaults(run=_roster)

    one = verbs.add_parser("schema", help="tulis JSON Schema skenario / print the scenario's JSON Schema")
    one.set_defaults(run=_schema)
    one = verbs.add_parser("review", parents=[language], help="pasangan dan lembar telaah teman / peer review")
    one.add_argument("ids", metavar="CSV", help="daftar nim dan nama / list of ids and names")
    one.add_argument("--output", metavar="FILE", help="lembar setiap pasangan / each pair's sheet: .html, .docx")
    one.add_argument(
        "--round", default="07-aksi-nyata", help="nama putaran; lain putaran, lain pasangan / another pairing"
    )
    one.set_defaults(run=_review)
    one = verbs.add_parser("grade", parents=[language], help="nilai tugas seangkatan / grade a cohort's assignment")
    one.add_argument("assignment", help="nama folder tugas / name of the assignment's folder")
    one.add_argument("--course", default=".", help="folder mata kuliah / course folder")
    one.add_argument("--from", dest="source", metavar="ZIP", help="arsip Moodle, Google Classroom / archive or folder")
    one.add_argument("--ids", metavar="CSV", help="daftar nim dan nama / list of ids and names")
    one.add_argument("--dry-run", action="store_true", help="nilai tanpa menulis apa pun / grade, write nothing")
    one.add_argument("--again", action="store_true", help="juga yang sudah dinilai / also those graded already")
    one.add_argument("--due", metavar="WAKTU", help='tenggat / deadline: "30-11-2026 23.59", "2026-11-30 23:59 WITA"')
    one.add_argument(
        "--unsafe", action="store_true", help="tanpa pelindung: kode dapat membaca berkas Anda / no sandbox"
    )
    one.add_argument("--workers", type=int, metavar="N", help="banyaknya proses / number of processes")
    one.add_argument(
        "--scheduler", metavar="ADDRESS", help="nilai di pekerja dask / grade on a dask scheduler's workers"
    )
    one.add_argument("--seconds", type=float, default=10, help="batas waktu satu sel / limit for one cell")
    one.set_defaults(run=_grade)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    # Windows consoles may not know every sign of a message; a replaced sign is better than a traceback.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    given = parser().parse_args(arguments)
    return int(given.run(given))


if __name__ == "__main__":
    raise SystemExit(main())
