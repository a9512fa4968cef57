"""`baocao template …` as a person runs it: what it prints, writes and refuses, with which exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli import baocao
from generator.core.problems import Severity
from generator.core.standard import STANDARDS, load_standard
from generator.lint.engine import lint
from generator.lint.read_document import read_document
from generator.stories.build import build
from generator.stories.jobs import Job
from generator.terminal.command_line import run
from tests.party_dossier import party_dossier
from tests.render.word_templates import file_texts, word_file

OUTLINE = """Tiêu đề: Báo cáo nhanh
# TÌNH HÌNH CHUNG
Thực hiện {{ plan.citation }}, {{ issuer.name }} báo cáo kết quả {{ period.label }} như sau:
## Nhiệm vụ
% if tasks
Có {{ tasks.counts.total }} nhiệm vụ, {{ tasks.counts.overdue }} nhiệm vụ quá hạn.
% for task in tasks.overdue
- {{ task.content|trim_end }} ({{ task.lead }}){{ "." if loop.last else ";" }}
% endfor
% endif
# ĐỀ XUẤT, KIẾN NGHỊ
@ proposals
"""


def command(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    """Exit code, what was printed, what was complained of."""
    with pytest.raises(SystemExit) as end:
        run(baocao, [str(one) for one in ("template", *arguments)])
    printed = capsys.readouterr()
    return int(end.value.code or 0), printed.out, printed.err


def test_the_built_in_templates_are_listed_with_what_they_are_for(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = command(capsys, "list")
    assert code == 0
    for words in (
        "bao-cao-quy",
        "Báo cáo quý",
        "phu-luc-kinh-phi",
        "Tình hình phân bổ",
        "templates/dang/bao-cao-nam.docx",
    ):
        assert words in out
    code, out, _ = command(capsys, "list", "--standard", "dang", "--format", "json")
    listed = json.loads(out)["templates"]
    assert code == 0 and len(listed) == 21 and {one["standard"] for one in listed} == {"dang"}


def test_the_fields_are_listed_with_meaning_and_example(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = command(capsys, "list", "--fields")
    assert code == 0
    for words in (
        "period.label",
        "tên kỳ có năm; quý III năm 2025",
        "{% for task in tasks.overdue %}",
        "next_I()",
        "|phrase",
    ):
        assert words in out.replace("\u00a0", " ")
    blocks = json.loads(command(capsys, "list", "--fields", "--format", "json")[1])["fields"]
    assert any(field["written"] == "issuer.parent" for block in blocks for field in block["fields"])


def test_check_prints_every_fault_of_every_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    wrong, right = tmp_path / "bao-cao-quy.docx", tmp_path / "bao-cao-nam.docx"
    wrong.write_bytes(word_file("{{ isuer.name }}", "{% if tasks %}"))
    right.write_bytes(word_file("{{ issuer.name }}"))
    code, out, _ = command(capsys, "check", wrong, right)
    assert code == 1
    assert "bao-cao-quy.docx, đoạn 1 “{{ isuer.name }}”: Không có tên “isuer”; có phải là “issuer”?" in out
    assert "MAU005" in out and "Đã kiểm tra 2 mẫu: 2 lỗi." in out
    assert command(capsys, "check", right)[:2] == (0, "Đã kiểm tra 1 mẫu: không có lỗi.\n")
    problems = json.loads(command(capsys, "check", wrong, "--format", "json")[1])["problems"]
    assert [one["code"] for one in problems] == ["MAU004", "MAU005"] and problems[0]["cell"].startswith("đoạn 1")


def test_a_name_that_no_report_is_made_from_is_noted(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "bao-cao-qui.docx"
    path.write_bytes(word_file("{{ issuer.name }}"))
    code, out, _ = command(capsys, "check", path)
    assert code == 0 and "MAU009" in out and "Có phải là “bao-cao-quy.docx”?" in out


@pytest.mark.parametrize("standard", STANDARDS)
def test_a_template_from_a_short_outline_prints_a_report_that_lints_clean(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, standard: str
) -> None:
    outline, target = tmp_path / "de-cuong.txt", tmp_path / "mau/bao-cao-quy.docx"
    outline.write_text(OUTLINE, "utf-8")
    code, out, _ = command(capsys, "new", target, "--outline", outline, "--standard", standard)
    assert code == 0 and "--templates" in out and target.exists()
    assert command(capsys, "check", target)[0] == 0
    changes = (
        ()
        if standard == "dang"
        else (
            ("Khối văn bản", "Nhà nước"),
            ("Cơ quan ban hành", "Ủy ban nhân dân tỉnh Lai Châu"),
            ("Ký hiệu cơ quan", "UBND"),
            ("Cơ quan chủ quản", ""),
            ("Quyền hạn ký", "TM. ỦY BAN NHÂN DÂN"),
            ("Chức vụ người ký", "CHỦ TỊCH"),
        )
    )
    dossier = party_dossier(tmp_path / "ho-so.xlsx", *changes)
    made = build(Job(dossier, "2025-Q3", out=tmp_path / "o", templates=target.parent)).published.folder
    files = sorted(Path(made).glob("*.docx"))
    assert len(files) == 7
    for path in files:
        report = lint(read_document(path), load_standard(standard))
        errors = [one for one in report.findings if one.severity is not Severity.NOTE]
        assert not errors, (path.name, errors)
    assert "Có 40 nhiệm vụ, 01 nhiệm vụ quá hạn." in [text.replace("\u00a0", " ") for text in file_texts(files[0])]


@pytest.mark.parametrize("standard", STANDARDS)
def test_a_built_in_template_is_copied_to_start_from(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, standard: str
) -> None:
    target = tmp_path / "bao-cao-quy.docx"
    assert command(capsys, "new", target, "--from", "bao-cao-quy", "--standard", standard)[0] == 0
    assert target.read_bytes() == (Path(__file__).parents[1] / "templates" / standard / "bao-cao-quy.docx").read_bytes()


def test_nothing_is_overwritten(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    target.write_bytes(b"cua nguoi khac")
    code, _, err = command(capsys, "new", target, "--from", "bao-cao-quy")
    assert code == 2 and "đã có, không ghi đè" in err and target.read_bytes() == b"cua nguoi khac"


WRONG = [
    (("new", "a.docx"), 2, "Cần đúng một trong hai: --outline"),
    (("new", "a.docx", "--from", "bao-cao-quy", "--outline", "d.txt"), 2, "Cần đúng một trong hai"),
    (("new", "a.doc", "--from", "bao-cao-quy"), 2, "phải có đuôi .docx"),
    (("new", "a.docx", "--from", "bao-cao-qui"), 2, "Có phải là “bao-cao-quy”?"),
    (("new", "a.docx", "--from", "bao-cao-quy", "--kind", "nam"), 2, "--kind chỉ dùng cùng --outline"),
    (("new", "a.docx", "--outline", "d.txt", "--kind", "quy"), 2, "chỉ cho một loại báo cáo"),
    (("new", "a.docx", "--outline", "khong-co.txt"), 1, "Không đọc được đề cương"),
    (("new", "a.docx", "--outline", "d.doc"), 2, "phải là tệp .txt hoặc .toml"),
    (("new", "a.docx", "--from", "bao-cao-quy", "--standard", "nd31"), 2, "phải là một trong: nd30, dang"),
    (("new",), 2, "thiếu tham số TỆP.docx"),
    (("check",), 2, "thiếu tham số TỆP.docx"),
    (("check", "khong-co.docx"), 1, ""),
    (("chek",), 2, "Có phải là “check”?"),
    (("list", "--field"), 2, "--fields"),
]


@pytest.mark.parametrize(("arguments", "exit_code", "message"), WRONG)
def test_wrong_usage_is_told(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    exit_code: int,
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "d.txt").write_text("# A", "utf-8")
    code, _, err = command(capsys, *arguments)
    assert code == exit_code and message in err, err
    assert not list(tmp_path.glob("*.docx"))


def test_an_outline_with_a_fault_makes_no_template(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    outline, target = tmp_path / "d.txt", tmp_path / "a.docx"
    outline.write_text("# A\n@ proposal\n% if x\n{{ issuer.nam }}", "utf-8")
    code, _, err = command(capsys, "new", target, "--outline", outline)
    assert code == 1 and not target.exists()
    assert "có phải là “proposals”?" in err and "“issuer” không có trường “nam”" in err and "MAU005" in err


def test_an_outline_of_several_kinds_asks_which(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    outline = Path(__file__).parents[1] / "templates/de-cuong/dang/bao-cao.toml"
    code, _, err = command(capsys, "new", tmp_path / "a.docx", "--outline", outline)
    assert code == 2 and "bao-cao-9-thang" in err
    target = tmp_path / "b.docx"
    assert command(capsys, "new", target, "--outline", outline, "--standard", "dang", "--kind", "quy")[0] == 0
    assert target.read_bytes() == (Path(__file__).parents[1] / "templates/dang/bao-cao-quy.docx").read_bytes()


def test_template_alone_shows_its_commands(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = command(capsys)
    assert code == 0 and all(name in out for name in ("list", "check", "new", "Lệnh"))
