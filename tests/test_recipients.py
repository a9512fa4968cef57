"""One dossier, several recipients: each its own frame, form and folder, the same figures for all."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.core.folders import recipient_folder, recipient_of
from generator.core.problems import BadDossier, WrongUsage
from generator.stories.build import build
from generator.stories.dossier import check
from generator.stories.issue import issue, noticed
from generator.stories.jobs import Job, Outcome
from generator.stories.report_folders import finished_reports
from generator.stories.unchanged import unchanged
from generator.write.manifest import read_manifest
from tests.render.test_report_text import dump
from tests.workbook_builder import minimal_sheets, write_workbook

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = ["Tên", "Kỳ", "Khối văn bản", "Kính gửi", "Nơi nhận", "Hạn gửi báo cáo", "Trích yếu", "Mẫu"]
POLICE = [
    "Công an tỉnh",
    "Tháng; Quý",
    None,
    "Công an tỉnh Lâm Đồng",
    "Phòng PV01;\nLưu: VT",
    "trước ngày 20",
    None,
    None,
]
PARTY = ["Tỉnh ủy", None, "Đảng", "Ban Thường vụ Tỉnh ủy", None, "ngày 25", "tình hình chuyển đổi số", None]
MINISTRY = ["Bộ Khoa học và Công nghệ", "Năm", None, None, None, None, None, None]


def dossier(folder: Path, *rows: list[Any]) -> Path:
    sheets = minimal_sheets()
    sheets["Nơi gửi"] = [COLUMNS, *rows]
    sheets["Nội dung"] = [
        ["Kỳ báo cáo", "Mục", "Nội dung"],
        *(
            ["2025-Q3", section, "Đã viết."]
            for section in ("Nguyên nhân", "Đề xuất, kiến nghị", "Công tác chỉ đạo, điều hành")
        ),
    ]
    return write_workbook(folder / "ho-so.xlsx", sheets)


def to(folder: Path, path: Path, name: str, **options: Any) -> Outcome:
    return build(Job(path, options.pop("period", "2025-Q3"), out=folder / "ra", to=name, **options))


def text(outcome: Outcome) -> str:
    return dump((outcome.published.folder / "bao-cao.docx").read_bytes())


def test_each_recipient_is_addressed_by_itself_in_a_folder_of_its_own(tmp_path: Path) -> None:
    path = dossier(tmp_path, POLICE, PARTY)
    police, party = to(tmp_path, path, "công an tỉnh"), to(tmp_path, path, "Tỉnh ủy")
    assert police.published.folder.name == "Gửi Công an tỉnh" and party.published.folder.name == "Gửi Tỉnh ủy"
    said = text(police)
    assert "Kính gửi: Công an tỉnh Lâm Đồng." in said and "Phòng PV01" in said and "VX4" not in said
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in said
    said = text(party)
    assert "Ban Thường vụ Tỉnh ủy" in said and "ĐẢNG CỘNG SẢN VIỆT NAM" in said
    assert "ình hình chuyển đổi số quý III năm 2025" in said


def test_what_a_recipient_leaves_blank_is_as_the_dossier_says(tmp_path: Path) -> None:
    said = text(to(tmp_path, dossier(tmp_path, MINISTRY), "Bộ Khoa học và Công nghệ", period="2025"))
    assert "Lưu: VT, VX4" in said and "hực hiện Nghị quyết số 57-NQ/TW" in said


def test_two_recipients_never_read_two_figures(tmp_path: Path) -> None:
    path = dossier(tmp_path, POLICE, PARTY)
    build(Job(path, "2025-Q3", out=tmp_path / "ra"))
    folder = tmp_path / "ra/ho-so/2025-Q3"
    found = []
    for place in (folder, folder / "Gửi Công an tỉnh", folder / "Gửi Tỉnh ủy"):
        if place != folder:
            to(tmp_path, path, place.name.removeprefix("Gửi "))
        manifest = read_manifest(place)
        assert manifest is not None
        facts = dict(manifest.facts)
        found.append({key: facts[key] for key in ("tasks", "indicators", "funding", "as_of", "period")})
    assert found[0] == found[1] == found[2]


def test_each_is_issued_numbered_and_frozen_by_itself_from_one_row_of_numbers(tmp_path: Path) -> None:
    path = dossier(tmp_path, POLICE, PARTY)
    police, party = to(tmp_path, path, "Công an tỉnh"), to(tmp_path, path, "Tỉnh ủy")
    build(Job(path, "2025-Q3", out=tmp_path / "ra"))
    issue(police.published.folder, "15", date(2025, 9, 16))
    with pytest.raises(WrongUsage):
        to(tmp_path, path, "Công an tỉnh")  # frozen
    to(tmp_path, path, "Tỉnh ủy")  # not this one
    with pytest.raises(BadDossier) as refused:
        noticed(party.published.folder, "15", date(2025, 9, 16))
    assert "BH012" in {one.code for one in refused.value.problems}
    with pytest.raises(BadDossier):
        noticed(tmp_path / "ra/ho-so/2025-Q3", "15", date(2025, 9, 16))  # nor may the general report have it
    titles = [one.title for one in finished_reports(tmp_path / "ra/ho-so")]
    assert "Báo cáo quý III năm 2025 gửi Công an tỉnh" in titles


@pytest.mark.parametrize(
    ("issuer", "own", "asked", "told"),
    [
        ("Ủy ban nhân dân tỉnh Lai Châu", None, "Đảng", True),
        ("Sở Xây dựng", "Nhà nước", "Đảng", True),
        ("Ban Tuyên giáo Tỉnh ủy", "Đảng", "Nhà nước", True),
        ("Ban Tuyên giáo Tỉnh ủy", "Đảng", "Đảng", False),
        ("Ủy ban nhân dân tỉnh Lai Châu", None, "Nhà nước", False),
        ("Ban Chỉ đạo tỉnh", None, "Đảng", False),  # may be either's
    ],
)
def test_a_form_that_is_not_the_issuers_is_told(
    tmp_path: Path, issuer: str, own: str | None, asked: str, told: bool
) -> None:
    sheets = minimal_sheets()
    sheets["Thông tin chung"] = [
        row for row in sheets["Thông tin chung"] if row[0] not in ("Cơ quan ban hành", "Khối văn bản")
    ] + [["Cơ quan ban hành", issuer], *([["Khối văn bản", own]] if own else [])]
    sheets["Nơi gửi"] = [["Tên", "Khối văn bản"], ["Nơi A", asked]]
    found = check(write_workbook(tmp_path / "ho-so.xlsx", sheets)).problems
    assert [one.place.cell for one in found if one.code == "NG006"] == (["B2"] if told else [])


@pytest.mark.parametrize(
    ("kinds", "due", "told"),
    [
        ("Tháng", "trước ngày 10", "tháng 01 năm 2026"),
        ("Năm; Quý", "ngày 12", "năm 2026"),
        ("Tháng", "ngày 05 tháng sau", ""),
        ("Tháng", "ngày 14", ""),
        ("Tuần", "thứ Sáu", ""),
        (None, "trước ngày 10", "quý I năm 2026"),
    ],
)
def test_a_deadline_before_the_data_close_is_told(tmp_path: Path, kinds: str | None, due: str, told: str) -> None:
    """Under NĐ 09 a month's data close on its 14th."""
    found = check(dossier(tmp_path, ["Sở A", kinds, None, None, None, due, None, None])).problems
    said = [one.message for one in found if one.code == "NG007"]
    assert len(said) == bool(told) and all(f"với {told}, hạn" in one for one in said)


def test_a_second_build_for_a_recipient_finds_nothing_to_do(tmp_path: Path) -> None:
    path = dossier(tmp_path, POLICE)
    to(tmp_path, path, "Công an tỉnh")
    assert unchanged(Job(path, "2025-Q3", out=tmp_path / "ra", to="Công an tỉnh")) is not None
    assert unchanged(Job(path, "2025-Q3", out=tmp_path / "ra")) is None


def test_hand_edits_of_one_recipients_report_stay_with_it(tmp_path: Path) -> None:
    path = dossier(tmp_path, POLICE, PARTY)
    police = to(tmp_path, path, "Công an tỉnh").published.folder
    (police / "ghi-chu.txt").write_text("của người viết", encoding="utf-8")
    build(Job(path, "2025-Q3", out=tmp_path / "ra"))
    to(tmp_path, path, "Tỉnh ủy")
    assert (police / "bao-cao.docx").is_file()
    to(tmp_path, path, "Công an tỉnh")
    assert (police / "ghi-chu.txt").read_text(encoding="utf-8") == "của người viết"


def test_a_recipient_has_templates_of_its_own(tmp_path: Path) -> None:
    own = [*POLICE]
    own[7] = "mau-rieng"
    path = dossier(tmp_path, own)
    with pytest.raises(BadDossier) as refused:
        to(tmp_path, path, "Công an tỉnh")
    assert [one.code for one in refused.value.problems] == ["NG005"]
    (tmp_path / "mau-rieng").mkdir()
    template = Path("templates/nd30/bao-cao-thang.docx").read_bytes()
    (tmp_path / "mau-rieng/bao-cao-quy.docx").write_bytes(template)
    outcome = to(tmp_path, path, "Công an tỉnh")
    assert outcome.facts.recipient == "Công an tỉnh"
    manifest = read_manifest(outcome.published.folder)
    assert manifest is not None and manifest.templates["bao-cao-quy.docx"]
    assert unchanged(Job(path, "2025-Q3", out=tmp_path / "ra", to="Công an tỉnh")) is None  # they may have changed


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [("Kỳ", "Tháng; hằng tuan le", "NG001"), ("Hạn gửi báo cáo", "sớm nhất", "NG003"), ("Tên", "Tỉnh Ủy", "NG002")],
)
def test_what_cannot_be_read_of_a_recipient_is_an_error(tmp_path: Path, column: str, value: str, code: str) -> None:
    row = [*POLICE]
    row[COLUMNS.index(column)] = value
    assert code in {one.code for one in check(dossier(tmp_path, PARTY, row)).problems}


def test_a_kind_that_the_recipient_does_not_get_is_told(tmp_path: Path) -> None:
    outcome = to(tmp_path, dossier(tmp_path, MINISTRY), "Bộ Khoa học và Công nghệ")
    assert "NG004" in {one.code for one in outcome.problems}


def test_a_wrong_recipient_gets_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage) as refused:
        to(tmp_path, dossier(tmp_path, POLICE), "Công an tinh")
    assert "Công an tỉnh" in refused.value.next_step
    with pytest.raises(WrongUsage):
        to(tmp_path, dossier(tmp_path, POLICE), "Công an tỉnh", agency="Sở Tài chính")


@pytest.mark.parametrize("name", ["Vụ A/B: “Tổng hợp”?", "Tổ công tác.", "Sở -ban- ngành"])
def test_a_recipients_folder_is_a_name_that_every_system_takes(name: str) -> None:
    folder = recipient_folder(name)
    assert not set('<>:"/\\|?*') & set(folder) and not folder.endswith((".", " "))
    assert recipient_of(folder) is not None and recipient_of("Sở Tài chính") is None


def test_a_batch_goes_to_all_who_get_this_kind_of_report(tmp_path: Path) -> None:
    path = dossier(tmp_path, POLICE, PARTY, MINISTRY)

    def batch(*options: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(ROOT / "cli.py"), "batch", str(path), "--jobs", "1", *options]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)

    assert batch("--period", "2025-Q3", "--to", "all").returncode == 0
    folder = tmp_path / "outputs/ho-so/2025-Q3"
    assert sorted(one.name for one in folder.glob("Gửi *")) == ["Gửi Công an tỉnh", "Gửi Tỉnh ủy"]
    results = json.loads((tmp_path / "outputs/ket-qua.json").read_text(encoding="utf-8"))["dossiers"]
    assert {one["agency"] for one in results} == {"Gửi Công an tỉnh", "Gửi Tỉnh ủy"}
    wrong = batch("--period", "2025-Q3", "--to", "Công an tinh")
    assert wrong.returncode != 0 and "Có phải là “Công an tỉnh”?" in wrong.stdout + wrong.stderr
    assert batch("--period", "2025-Q3", "--to", "all", "--by", "Cơ quan chủ trì").returncode == 2
