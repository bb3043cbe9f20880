"""Reading a scenario: whatever the file, there is a scenario or a list of the places that are wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import bank
import pytest
import scenarios
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor_sebaya import scenario as scenario_module
from tutor_sebaya.scenario import (
    MAX_DEPTH,
    Scenario,
    ScenarioError,
    dump_scenario,
    json_schema,
    parse_scenario,
    place,
    read_scenario,
    unknown_keys,
    write_scenario,
)

SMALL: dict[str, Any] = {"version": 1, "kind": "class"}


def problems(content: Any) -> dict[str, str]:
    """Wrong places and what is said of them; fails where the file can be read."""
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(content if isinstance(content, (str, bytes)) else json.dumps(content))
    assert caught.value.problems
    return {problem.where: problem.message.render("id") for problem in caught.value.problems}


# --- what can be read ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("base", bank.BASES)
def test_example_is_read_and_written_back_without_loss(base: str) -> None:
    path = bank.FOLDER / "data" / bank.BASES[base]
    scenario = read_scenario(path)
    again = dump_scenario(scenario)
    assert parse_scenario(again) == scenario
    assert dump_scenario(parse_scenario(again)) == again
    # Every value of the file is there again, where it was.
    written = json.loads(again)

    def within(part: Any, whole: Any) -> None:
        if isinstance(part, dict):
            for key, one in part.items():
                within(one, whole[key])
        elif isinstance(part, list):
            assert len(part) == len(whole)
            for one, other in zip(part, whole, strict=True):
                within(one, other)
        else:
            assert part == whole

    within(json.loads(path.read_text(encoding="utf-8")), written)


@settings(max_examples=200, deadline=None)
@given(scenarios.strange_scenarios())
def test_written_scenario_reads_as_the_same(data: scenarios.Data) -> None:
    scenario = parse_scenario(json.dumps(data))
    assert parse_scenario(dump_scenario(scenario)) == scenario
    assert parse_scenario(data) == scenario


def test_only_version_and_kind_are_needed() -> None:
    scenario = parse_scenario(json.dumps(SMALL))
    assert scenario.pupils == []
    assert scenario.remedial is None


def test_null_lists_and_tables_are_empty() -> None:
    group = {"id": "K1"} | dict.fromkeys(["tutors", "members", "duties", "turns", "roles", "cue_card"])
    scenario = parse_scenario(json.dumps({**SMALL, "groups": [group], "pupils": None, "phases": None}))
    assert scenario.pupils == scenario.phases == []
    assert scenario.groups[0].tutors == scenario.groups[0].turns == []
    assert scenario.groups[0].duties == {}
    assert scenario.groups[0].roles is None


def test_seat_is_a_number_or_a_place_in_the_grid() -> None:
    pupils = [{"id": "M01", "seat": 7}, {"id": "M02", "seat": {"row": 1, "column": 2}}, {"id": "M03", "seat": None}]
    seats = [pupil.seat for pupil in parse_scenario({**SMALL, "pupils": pupils}).pupils]
    assert seats == [7, scenario_module.Seat(row=1, column=2), None]


def test_keys_that_the_format_does_not_know_are_kept() -> None:
    data = {**SMALL, "pupil_view": "x", "groups": [{"id": "K1", "memebers": ["M01"], "catatan": {"a": [1, None]}}]}
    scenario = parse_scenario(json.dumps(data))
    again = json.loads(dump_scenario(scenario))
    assert again["pupil_view"] == "x"
    assert again["groups"][0]["catatan"] == {"a": [1, None]}
    assert unknown_keys(scenario) == [
        ("pupil_view", "pupil_views"),
        ("groups[0].memebers", "members"),
        ("groups[0].catatan", None),
    ]


def test_byte_order_mark_is_no_part_of_the_file() -> None:
    text = json.dumps(SMALL)
    expected = parse_scenario(text)
    assert parse_scenario(b"\xef\xbb\xbf" + text.encode()) == expected
    assert parse_scenario("\ufeff" + text) == expected


def test_whole_numbers_stay_whole() -> None:
    data = {**SMALL, "objectives": [{"id": "TP1", "criterion": 75.0}, {"id": "TP2", "criterion": 75.5}]}
    written = dump_scenario(parse_scenario(data))
    assert re.findall(r'"criterion": (\S+)', written) == ["75", "75.5"]


def test_tutor_from_a_higher_class_need_not_be_on_the_list() -> None:
    tutors = [{"pupil": "KAKAK", "kind": "cross_age"}]
    assert parse_scenario({**SMALL, "tutors": tutors}).tutors[0].pupil == "KAKAK"


def test_ids_inside_a_plan_in_the_making_are_the_rules_business() -> None:
    group = {"id": "K1", "tutors": ["X"], "members": ["X", "X"], "representative": "X", "turns": [{"pupil": "X"}]}
    data = {"version": 1, "kind": "remedial", "groups": [group, {"id": "K2", "members": ["X"]}]}
    data["remedial"] = {"pupils": ["X"], "targets": {"X": ["TP9"]}, "visits": ["K9"]}
    assert parse_scenario(data).groups[0].members == ["X", "X"]


# --- what can't ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "kosong"),
        (b" \n\t", "kosong"),
        ("", "kosong"),
        (json.dumps(SMALL).encode("utf-16"), "UTF-8"),
        (b'{"version": 1, "kind": "class", "pupil_views": "\xe9"}', "UTF-8"),
        (b"\x00\x01\x02", "bukan JSON yang utuh: baris 1, kolom 1"),
        ('{"version": 1,\n "kind": "class"', "baris 2"),
        ('{"version": 1, "kind": "class",}', "bukan JSON yang utuh"),
        ("[]", "harus sebuah objek { … }"),
        ('"class"', "harus sebuah objek"),
        ("null", "harus sebuah objek"),
        ("7", "harus sebuah objek"),
        ('{"version": 1, "kind": "class", "periods": NaN}', "NaN"),
        ('{"version": 1, "kind": "class", "catatan": -Infinity}', "-Infinity"),
        ('{"version": 1, "kind": "class", "kind": "remedial"}', 'Kunci "kind" ditulis dua kali'),
        ('{"version": 1, "kind": "class", "groups": [{"id": "K1", "id": "K2"}]}', 'Kunci "id"'),
        ('{"version": 1, "kind": "class", "periods": 1' + "0" * 5000 + "}", "bilangan yang terlalu panjang"),
        ("[" * 100_000, "bertingkat terlalu dalam"),
        ('{"version": 1, "kind": "class", "groups": ' + "[" * 5000 + "]" * 5000 + "}", "bertingkat terlalu dalam"),
        (b" " * (scenario_module.MAX_BYTES + 1), "terlalu besar"),
    ],
    ids=lambda one: repr(one)[:40] if len(one) < 200 else f"{repr(one)[:40]}…",
)
def test_file_that_is_no_scenario_as_a_whole(content: str | bytes, words: str) -> None:
    found = problems(content)
    assert list(found) == [""]
    assert words in found[""]


@pytest.mark.parametrize(
    ("change", "where", "words"),
    [
        ({"version": None}, "version", "1"),
        ({"version": "1"}, "version", '"1" bukan pilihan yang dikenal'),
        ({"version": True}, "version", "harus bilangan"),
        ({"version": 0}, "version", "Pilih salah satu: 1"),
        ({"version": 2}, "version", "versi 2"),
        ({"kind": "kelas"}, "kind", "'class', 'remedial'"),
        ({"kind": None}, "kind", "null bukan pilihan"),
        ({"grade": "5"}, "grade", "harus bilangan bulat tanpa tanda kutip"),
        ({"grade": 5.5}, "grade", "harus bilangan bulat"),
        ({"grade": True}, "grade", "harus bilangan bulat"),
        ({"date": "10-08-2026"}, "date", "bukan tanggal"),
        ({"date": "2026-02-30"}, "date", "bukan tanggal"),
        ({"date": "２０２６-08-10"}, "date", "bukan tanggal"),
        ({"date": 20260810}, "date", "bukan tanggal"),
        ({"time": "7:30"}, "time", "bukan jam"),
        ({"time": "24:00"}, "time", "bukan jam"),
        ({"time": "0٧:30"}, "time", "bukan jam"),
        ({"pupils": {}}, "pupils", "harus daftar"),
        ({"pupils": ["M01"]}, "pupils[0]", "harus objek"),
        ({"pupils": [{}]}, "pupils[0].id", "wajib ada"),
        ({"pupils": [{"id": ""}]}, "pupils[0].id", "tidak boleh kosong"),
        ({"pupils": [{"id": 1}]}, "pupils[0].id", "harus teks"),
        ({"pupils": [{"id": "M01", "gender": "L"}]}, "pupils[0].gender", "'male', 'female'"),
        ({"pupils": [{"id": "M01", "present": "ya"}]}, "pupils[0].present", "true atau false"),
        ({"pupils": [{"id": "M01", "scores": {"TP1": "80"}}]}, "pupils[0].scores.TP1", "tanpa tanda kutip"),
        ({"pupils": [{"id": "M01", "scores": []}]}, "pupils[0].scores", "pasangan kunci dan isi"),
        ({"pupils": [{"id": "M01", "seat": "depan"}]}, "pupils[0].seat", "nomor tempat duduk"),
        ({"pupils": [{"id": "M01", "seat": {"row": 1}}]}, "pupils[0].seat", "nomor tempat duduk"),
        ({"pupils": [{"id": "M01"}, {"id": "M01"}]}, "pupils[1].id", "sudah dipakai di pupils[0]"),
        ({"pupils": [{"id": "M01", "chooses": ["M9"]}]}, "pupils[0].chooses[0]", 'tidak ada murid dengan id "M9"'),
        ({"pupils": [{"id": "M01", "avoid": ["M9"]}]}, "pupils[0].avoid[0]", "daftar murid"),
        ({"tutors": [{"pupil": "M9", "kind": "peer"}]}, "tutors[0].pupil", '"kind": "cross_age"'),
        ({"tutors": [{"pupil": "M9"}]}, "tutors[0].pupil", "tidak ada murid"),
        ({"groups": [{"id": "K1", "model": 4}]}, "groups[0].model", "4 bukan pilihan yang dikenal"),
        ({"groups": [{"id": "K1", "model": True}]}, "groups[0].model", "harus bilangan"),
        ({"groups": [{"id": "K1"}, {"id": "K1"}]}, "groups[1].id", "sudah dipakai"),
        ({"groups": [{"id": "K1", "turns": [{"pupil": "M01", "minutes": "3"}]}]}, "groups[0].turns[0].minutes", "tanpa tanda kutip"),
        ({"groups": [{"id": "K1", "turns": [{"minutes": 3}]}]}, "groups[0].turns[0].pupil", "wajib ada"),
        ({"phases": [{"name": "opening", "minutes": 10**400}]}, "phases[0].minutes", "terlalu besar"),
        ({"grouping": {"way": "acak"}}, "grouping.way", "'drawn_cards'"),
        ({"remedial": {"forms": ["ulang"]}}, "remedial.forms[0]", "'reteaching'"),
        ({"remedial": {"targets": {"M01": "TP1"}}}, "remedial.targets.M01", "harus daftar"),
        ({"pupil_views": "\ud800"}, "pupil_views", "huruf yang rusak"),
        ({"catatan": ["\ud800"]}, "catatan[0]", "huruf yang rusak"),
    ],
    ids=lambda one: one if isinstance(one, str) and re.fullmatch(r"[\w.\[\]]+", one, re.ASCII) else "",
)  # fmt: skip
def test_wrong_place_is_named(change: dict[str, Any], where: str, words: str) -> None:
    found = problems({**SMALL, **change})
    assert list(found) == [where]
    assert words in found[where]


def test_number_beyond_any_float_is_named_also_in_an_unknown_key() -> None:
    assert list(problems('{"version": 1, "kind": "class", "catatan": {"a": 1e999}}')) == ["catatan.a"]
    assert list(problems('{"version": 1, "kind": "class", "phases": [{"minutes": 1e999}]}')) == ["phases[0].minutes"]


def test_nesting_of_unknown_keys_has_an_end() -> None:
    def nested(depth: int) -> str:
        return '{"version": 1, "kind": "class", "catatan": ' + "[" * depth + "]" * depth + "}"

    scenario = parse_scenario(nested(MAX_DEPTH - 1))
    assert parse_scenario(dump_scenario(scenario)) == scenario
    ((where, message),) = problems(nested(MAX_DEPTH)).items()
    assert where.startswith("catatan[0]")
    assert "terlalu dalam" in message


def test_brackets_inside_a_sentence_are_no_levels() -> None:
    note = '\\" [' * scenario_module.MAX_LOADED_DEPTH + "{"
    written = json.dumps({**SMALL, "catatan": note})
    assert json.loads(dump_scenario(parse_scenario(written)))["catatan"] == note


def test_every_wrong_place_is_named_at_once() -> None:
    data = bank.base("class")
    data["date"] = "besok"
    data["groups"][2]["turns"][0]["minutes"] = "tiga"
    data["pupils"][4]["scores"]["TP1"] = "95"
    data["room"]["layout"] = "melingkar"
    del data["groups"][1]["id"]
    assert set(problems(data)) == {
        "date",
        "groups[1].id",
        "groups[2].turns[0].minutes",
        "pupils[4].scores.TP1",
        "room.layout",
    }


def test_newer_version_is_told_before_all_that_it_may_have_changed() -> None:
    found = problems({"version": 3, "kind": "workshop", "pupils": "lain"})
    assert list(found) == ["version"]
    assert "Perbarui program" in found["version"]


def test_error_reads_as_lines_of_place_and_mend() -> None:
    with pytest.raises(ScenarioError) as caught:
        parse_scenario({**SMALL, "grade": "lima"})
    assert str(caught.value).startswith("grade: harus bilangan bulat")


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=60) | st.text(max_size=60))
def test_any_bytes_are_a_scenario_or_problems(content: bytes | str) -> None:
    try:
        parse_scenario(content)
    except ScenarioError as error:
        assert error.problems
        for problem in error.problems:
            problem.render("id").encode("utf-8")


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(list(Scenario.model_fields)), scenarios.anything()))
def test_any_json_is_a_scenario_or_problems(data: dict[str, Any]) -> None:
    content = json.dumps({**data, "version": 1, "kind": "class"})
    try:
        scenario = parse_scenario(content)
    except ScenarioError as error:
        assert error.problems
        for problem in error.problems:
            assert problem.message.render("id")
            problem.render("id").encode("utf-8")
    else:
        assert parse_scenario(dump_scenario(scenario)) == scenario


# --- files ---------------------------------------------------------------------------------------------------------


def test_file_that_cannot_be_opened(tmp_path: Path) -> None:
    for path, words in ((tmp_path / "tidak-ada.json", "tidak ada"), (tmp_path, "folder")):
        with pytest.raises(ScenarioError) as caught:
            read_scenario(path)
        assert words in str(caught.value)


def test_writing_replaces_the_file_and_leaves_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "rencana.json"
    path.write_text("lama", encoding="utf-8")
    scenario = parse_scenario(bank.base("class"))
    write_scenario(scenario, path)
    assert read_scenario(path) == scenario
    assert [one.name for one in tmp_path.iterdir()] == ["rencana.json"]
    assert path.read_bytes().endswith(b"}\n")
    assert b"\r" not in path.read_bytes()


@pytest.mark.parametrize("step", ["write_text", "replace"])
def test_interrupted_write_leaves_the_former_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    path = tmp_path / "rencana.json"
    former = parse_scenario(SMALL)
    write_scenario(former, path)

    def fail(self: Path, *_: object, **__: object) -> None:
        if step == "write_text":
            self.write_bytes(b"{")  # the disk is full after the first letter
        raise OSError("disk full")

    monkeypatch.setattr(Path, step, fail)
    with pytest.raises(OSError, match="disk full"):
        write_scenario(parse_scenario(bank.base("class")), path)
    assert parse_scenario(path.read_bytes()) == former


# --- the published schema ------------------------------------------------------------------------------------------


def test_schema_describes_every_key_and_allows_null_plans() -> None:
    schema = json_schema()
    assert schema["$schema"].endswith("2020-12/schema")
    assert set(schema["properties"]) == set(Scenario.model_fields)
    assert schema["required"] == ["version", "kind"]
    assert set(schema["properties"]["pupils"]["type"]) == {"array", "null"}
    assert set(schema["$defs"]["Group"]["properties"]["duties"]["type"]) == {"object", "null"}
    json.dumps(schema)


def test_place_is_written_as_in_the_messages() -> None:
    assert place(("groups", 2, "turns", 0, "minutes")) == "groups[2].turns[0].minutes"
    assert place(()) == ""
