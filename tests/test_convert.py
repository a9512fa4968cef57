"""A dossier as workbook, YAML or JSON: the same records, nothing lost on the way, every problem at its line."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openpyxl import load_workbook
from openpyxl.styles import Font

from generator.core.problems import BadDossier, Problem, Severity, WrongUsage
from generator.read.columns import SCHEMAS, SETTING_KEYS, SheetTitle
from generator.read.record_nodes import Fields, Items, SyntaxFault, Value, read_json, read_yaml
from generator.stories.convert import convert, schema
from generator.stories.dossier import check
from generator.stories.facts import facts_of
from generator.write.record_text import json_text, yaml_text
from tests.workbook_builder import minimal_sheets, write_workbook

INPUTS = Path(__file__).parents[1] / "inputs"
EXAMPLES = ("lai-chau-nq57.xlsx", "lai-chau-2391.xlsx")
PROGRESS = {"Mã nhiệm vụ": "I.1", "Kỳ báo cáo": "2025-Q3", "Tình trạng": "Hoàn thành"}
SETTINGS_TEXT = """Thông tin chung:
  - {Mục: Cơ quan ban hành, Giá trị: UBND tỉnh A}
  - {Mục: Ký hiệu cơ quan, Giá trị: UBND}
  - {Mục: Địa danh, Giá trị: Tỉnh A}
  - {Mục: Tên kế hoạch, Giá trị: Kế hoạch 1}
  - {Mục: Trích yếu, Giá trị: thực hiện kế hoạch 1}
"""


def facts(path: Path, period: str = "2025-Q3") -> dict[str, Any]:
    found, _ = facts_of(path, period)
    found["problems"] = [(one["code"], one["message"]) for one in found["problems"]]
    return found


@cache
def converted(name: str, suffix: str) -> bytes:
    """An example as YAML or JSON, converted once."""
    with TemporaryDirectory() as folder:
        convert(INPUTS / name, Path(folder, f"a{suffix}"))
        return Path(folder, f"a{suffix}").read_bytes()


def example(path: Path, name: str = EXAMPLES[0]) -> Path:
    path.write_bytes(converted(name, path.suffix))
    return path


def problems_of(path: Path, text: str) -> list[Problem]:
    path.write_text(text, "utf-8")
    return list(check(path).problems)


def spots(problems: list[Problem]) -> list[tuple[str, str | None, str | None]]:
    return [(problem.code, problem.place.sheet, problem.place.cell) for problem in problems]


# --- there and back ------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_comes_back_as_the_very_same_bytes(tmp_path: Path, name: str, suffix: str) -> None:
    text, back = example(tmp_path / f"ho-so{suffix}", name), tmp_path / "ve.xlsx"
    convert(text, back)
    assert back.read_bytes() == (INPUTS / name).read_bytes()


@pytest.mark.parametrize("name", EXAMPLES)
def test_yml_is_another_name_for_yaml(tmp_path: Path, name: str) -> None:
    assert converted(name, ".yml") == converted(name, ".yaml")
    workbook = write_workbook(tmp_path / "a.xlsx", minimal_sheets())
    for suffix in (".yaml", ".yml"):
        convert(workbook, tmp_path / f"a{suffix}")
        convert(tmp_path / f"a{suffix}", tmp_path / f"a{suffix}.xlsx")
    assert (tmp_path / "a.yml.xlsx").read_bytes() == (tmp_path / "a.yaml.xlsx").read_bytes()
    assert facts(tmp_path / "a.yml") == facts(workbook)


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
def test_the_same_facts_come_from_each_form(tmp_path: Path, suffix: str) -> None:
    assert facts(example(tmp_path / f"ho-so{suffix}")) == facts(INPUTS / EXAMPLES[0])


def test_what_people_type_keeps_its_meaning(tmp_path: Path) -> None:
    sheets = minimal_sheets()
    sheets["Nhiệm vụ"][0].append("Của riêng tôi")
    sheets["Nhiệm vụ"][1].append("=2+3 không phải công thức")
    sheets["Nhiệm vụ"][2][4] = 'Dòng một\n- ý hai: "trích"\n  thụt vào'
    sheets["Tiến độ"][2][4] = "37,6%"
    workbook = write_workbook(tmp_path / "a.xlsx", sheets)
    book = load_workbook(workbook)
    book["Nhiệm vụ"]["K2"].data_type = "s"
    book["Tiến độ"]["E2"].value, book["Tiến độ"]["E2"].number_format = 1, "0%"
    book["Nhiệm vụ"]["I3"].value, book["Nhiệm vụ"]["I3"].number_format = date(2025, 11, 1), "mm/yyyy"
    book.save(workbook)
    for suffix in (".yaml", ".json"):
        text, back = tmp_path / f"b{suffix}", tmp_path / f"c{suffix}.xlsx"
        convert(workbook, text)
        convert(text, back)
        assert facts(text) == facts(back) == facts(workbook)
        sheet = load_workbook(back)["Nhiệm vụ"]
        cell = sheet.cell(2, next(one.column for one in sheet[1] if one.value == "Của riêng tôi"))
        assert (cell.value, cell.data_type) == ("=2+3 không phải công thức", "s")


def test_a_sheet_of_ones_own_is_told_and_left_behind(tmp_path: Path) -> None:
    workbook = write_workbook(tmp_path / "a.xlsx", {**minimal_sheets(), "Của tôi": [["x"], [1]]})
    _, problems = convert(workbook, tmp_path / "a.yaml")
    assert [(problem.code, problem.place.sheet) for problem in problems] == [("BNG010", "Của tôi")]


@pytest.mark.parametrize(("value", "code"), [("=1+1", "GT009"), ("X©y dùng kÕ ho¹ch ph¸t triÓn", "GT013")])
def test_a_cell_without_a_sure_value_stops_the_conversion(tmp_path: Path, value: str, code: str) -> None:
    sheets = minimal_sheets()
    sheets["Nhiệm vụ"][1][4] = value
    workbook = write_workbook(tmp_path / "a.xlsx", sheets)
    with pytest.raises(BadDossier) as refused:
        convert(workbook, tmp_path / "a.yaml")
    assert [problem.code for problem in refused.value.problems] == [code]
    assert not (tmp_path / "a.yaml").exists()


@pytest.mark.parametrize("target", ["a.txt", "a", "co-roi.yaml"])
def test_a_target_that_cannot_be_written_is_refused(tmp_path: Path, target: str) -> None:
    (tmp_path / "co-roi.yaml").write_text("giữ nguyên", "utf-8")
    with pytest.raises(WrongUsage):
        convert(INPUTS / EXAMPLES[0], tmp_path / target)
    assert (tmp_path / "co-roi.yaml").read_text("utf-8") == "giữ nguyên"


plain = st.one_of(
    st.none(),
    st.booleans(),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=30),
    st.sampled_from(
        ["no", "yes", "~", "null", "2025-09-14", "12:30", "1_000", "0x1F", "- a", "a: b", "# x", "a\n- b\n", "|", "''"]
    ),
    st.integers(-(10**15), 10**15).map(Decimal),
    st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9),
    st.dates(date(1900, 1, 1), date(2200, 1, 1)),
)
keys = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)
records = st.dictionaries(
    st.sampled_from(SheetTitle), st.lists(st.dictionaries(keys, plain, min_size=1, max_size=4), max_size=3)
)


@settings(max_examples=150, deadline=None)
@given(records)
def test_any_records_written_as_text_are_read_as_they_were(found: dict[SheetTitle, list[dict[str, object]]]) -> None:
    as_dates = {title.value: [dict(row) for row in rows] for title, rows in found.items()}
    assert values(read_yaml(yaml_text(found))) == as_dates
    as_text = json.loads(
        json.dumps(as_dates, default=lambda one: one.isoformat() if isinstance(one, date) else f"#{one:f}")
    )
    read = json.loads(json.dumps(values(read_json(json_text(found))), default=lambda one: f"#{one:f}"))
    assert read == as_text


def values(node: Any) -> Any:
    match node:
        case Value():
            return node.value
        case Items():
            return [values(one) for one in node.items]
        case Fields():
            return {key: values(one) for key, _, one in node.pairs}


# --- problems at their lines ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nhiệm vụ:\n  - Mã: I.1\n   Nội dung: x\n", [("TEP011", None, "dòng 3")]),
        ("- a\n- b\n", [("TEP010", None, "dòng 1")]),
        ("", [("TEP010", None, "dòng 1")]),
        (SETTINGS_TEXT + "Nhiệm vụ: abc\n", [("BNG009", None, None), ("TEP010", "Nhiệm vụ", "dòng 7")]),
        (SETTINGS_TEXT + "Nhiệm vụ:\n  - Mã: I.1\n    Nội dung nhiệm vụ: [a, b]\n",
         [("TEP010", "Nhiệm vụ", "dòng 9"), ("GT001", "Nhiệm vụ", "dòng 9")]),
        (SETTINGS_TEXT + "Nhiệm vụ:\n  - Mã: I.1\n    Nội dung nhiệm vụ: a\n  - Mã: I.1\n    Nội dung nhiệm vụ: b\n",
         [("MA001", "Nhiệm vụ", "dòng 10")]),
        (SETTINGS_TEXT + "Nhiem vu:\n  - {Mã: 1, Nội dung nhiệm vụ: a, Thời gian hoàn thành: 31/2/2025}\n",
         [("BNG003", "Nhiem vu", "dòng 7"), ("GT004", "Nhiem vu", "dòng 8")]),
        (SETTINGS_TEXT + "Nhiệm vụ:\n  - {Mã: I.1, Nội dung nhiệm vụ: a, Cơ quan chủ chì: Sở A}\n",
         [("BNG004", "Nhiệm vụ", "dòng 8")]),
        (SETTINGS_TEXT + "Nhiệm vụ:\n  - {Mã: I.1, Mã: I.2, Nội dung nhiệm vụ: a}\n",
         [("BNG005", "Nhiệm vụ", "dòng 8")]),
    ],
)  # fmt: skip
def test_a_problem_of_yaml_names_its_line(tmp_path: Path, text: str, found: list[tuple[str, Any, Any]]) -> None:
    assert sorted(map(str, spots(problems_of(tmp_path / "a.yaml", text)))) == sorted(map(str, found))


def test_a_second_code_names_the_line_of_the_first(tmp_path: Path) -> None:
    row = "  - Mã: I.1\n    Nội dung nhiệm vụ: a\n"
    (problem,) = problems_of(tmp_path / "a.yaml", f"{SETTINGS_TEXT}Nhiệm vụ:\n{row}{row}")
    assert problem.message.startswith("Mã “I.1” đã dùng ở dòng 8;")
    assert "ô " not in str(problem.place)


@pytest.mark.parametrize("text", ['{"a": 1,}', '{"a": NaN}', "[1 2]", '{"a": "\n"}', "", "[" * 5000 + "]" * 5000])
def test_text_that_is_no_json_is_one_problem(tmp_path: Path, text: str) -> None:
    assert [code for code, _, _ in spots(problems_of(tmp_path / "a.json", text))] == ["TEP011"]


def test_a_problem_of_json_names_its_line(tmp_path: Path) -> None:
    rows = {"Thông tin chung": [], "Nhiệm vụ": [{"Mã": "I.1"}, {"Mã": "I.2", "Nội dung nhiệm vụ": "b"}]}
    found = spots(problems_of(tmp_path / "a.json", json.dumps(rows, ensure_ascii=False, indent=1)))
    assert ("GT001", "Nhiệm vụ", "dòng 4") in found


def test_text_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("Nhiệm vụ:".encode("utf-16"))
    assert [problem.code for problem in check(tmp_path / "a.yaml").problems] == ["TEP011"]


def test_aliases_of_aliases_cost_nothing_and_tags_run_nothing(tmp_path: Path) -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{letter}: &{letter} [{', '.join([f'*{before}'] * 9)}]\n"
        for before, letter in zip("abcdefgh", "bcdefghi", strict=True)
    )
    found = spots(problems_of(tmp_path / "a.yaml", f"{bomb}Nhiệm vụ: *i\n"))
    assert {code for code, _, _ in found} == {"BNG001", "BNG009", "TEP010"}
    root = read_yaml("x: !!python/object/apply:os.system ['exit 1']\n")
    assert values(root) == {"x": ["exit 1"]}


def test_a_number_too_large_to_write_out_stays_text() -> None:
    assert values(read_json('{"a": 1e999999999}')) == {"a": "1e999999999"}
    with pytest.raises(SyntaxFault):
        read_json("{")


def test_words_that_other_readers_turn_into_something_else_stay_words() -> None:
    text = "a: no\nb: 12:30\nc: 1_000\nd: 0o17\ne: 2025-02-30\nf: 007\n"
    assert values(read_yaml(text)) == {
        "a": "no",
        "b": "12:30",
        "c": "1_000",
        "d": "0o17",
        "e": "2025-02-30",
        "f": "007",
    }


# --- the schema ----------------------------------------------------------------------------------


def validator() -> Draft202012Validator:
    Draft202012Validator.check_schema(schema())
    return Draft202012Validator(schema())


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_follow_the_schema(tmp_path: Path, name: str) -> None:
    found = json.loads(converted(name, ".json"))
    assert [error.message for error in validator().iter_errors(found)] == []


@pytest.mark.parametrize(
    "change",
    [
        {"Tiến độ": [{"Mã nhiệm vụ": "I.1", "Kỳ báo cáo": "2025-Q3", "Tình trạng": "gần xong"}]},
        {"Tiến độ": [{"Mã nhiệm vụ": "I.1", "Kỳ báo cáo": "2025-Q3"}]},
        {"Tiến độ": [PROGRESS | {"Tỷ lệ hoàn thành (%)": 120}]},
        {"Kinh phí": [{"Mã": "KP1", "Nguồn vốn": "Tỉnh", "Kế hoạch (triệu đồng)": -5}]},
        {"Thông tin chung": [{"Mục": "Không có mục này", "Giá trị": "x"}]},
        {"Nhiệm vụ": "không phải danh sách"},
    ],
)  # fmt: skip
def test_what_is_wrong_is_wrong_by_the_schema_too(change: dict[str, object]) -> None:
    good = {"Thông tin chung": [], "Nhiệm vụ": [{"Mã": "I.1", "Nội dung nhiệm vụ": "a"}]}
    assert validator().is_valid(good)
    assert not validator().is_valid(good | change)


def test_the_schema_names_every_sheet_column_and_key_in_vietnamese() -> None:
    made: dict[str, Any] = schema()
    assert made["$schema"].endswith("2020-12/schema")
    for sheet in SCHEMAS:
        properties = made["properties"][sheet.title]["items"]["properties"]
        assert list(properties) == [column.title for column in sheet.columns]
        assert all(one["description"] for one in properties.values())
    keys_listed = made["properties"]["Thông tin chung"]["items"]["properties"]["Mục"]["anyOf"]
    assert [one["const"] for one in keys_listed] == [key.title for key in SETTING_KEYS]


# --- the commands --------------------------------------------------------------------------------


def test_a_report_is_built_from_yaml_as_from_the_workbook(tmp_path: Path) -> None:
    from generator.stories.build import build
    from generator.stories.jobs import Job

    example(tmp_path / "lai-chau-nq57.yaml")
    made = [build(Job(path, "2025-Q3", out=tmp_path / name)).published.folder for name, path in
            (("a", INPUTS / EXAMPLES[0]), ("b", tmp_path / "lai-chau-nq57.yaml"))]  # fmt: skip
    assert (made[0] / "bao-cao.docx").read_bytes() == (made[1] / "bao-cao.docx").read_bytes()


def test_marking_cells_of_a_text_file_is_refused_with_a_way_out(tmp_path: Path) -> None:
    from generator.stories.check import check_workbook

    example(tmp_path / "a.yaml")
    with pytest.raises(WrongUsage, match="Chỉ đánh dấu được hồ sơ Excel"):
        check_workbook(tmp_path / "a.yaml", None, tmp_path / "b.xlsx")
    assert not [one for one in check(tmp_path / "a.yaml").problems if one.severity is Severity.ERROR]


@pytest.mark.parametrize("suffix", [".json", ".yaml", ".xlsx"])
def test_figures_under_a_heading_of_another_unit_are_converted_with_their_unit(tmp_path: Path, suffix: str) -> None:
    sheets = minimal_sheets()
    sheets["Kinh phí"] = [["Mã", "Nguồn vốn", "Kế hoạch (tỷ đồng)"], ["KP", "Ngân sách tỉnh", 5.2]]
    source, target = write_workbook(tmp_path / "hs.xlsx", sheets), tmp_path / f"ra{suffix}"
    convert(source, target)
    dossier = check(target).dossier
    assert dossier is not None
    assert [line.planned for line in dossier.funding] == [5200]


def test_a_cell_of_which_nothing_is_seen_stops_the_conversion(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "hs.xlsx", minimal_sheets())
    book = load_workbook(path)
    book["Tiến độ"]["F2"].font = Font(color="FFFFFFFF")
    book.save(path)
    with pytest.raises(BadDossier) as refusal:
        convert(path, tmp_path / "ra.json")
    assert [problem.code for problem in refusal.value.problems] == ["GT040"]
