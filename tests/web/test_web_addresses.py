"""An address that somebody typed: what is wrong in it is said on the page, never passed over in silence."""

from __future__ import annotations

import re

import pytest

from tests.web.conftest import EXAMPLE
from tests.web.web_client import Clerk


@pytest.fixture(scope="module")
def dossier(clerk: Clerk) -> str:
    address = clerk.opens(EXAMPLE)
    for path in ("tong-quan?ky=2025-Q3", "nhap-ket-qua?ky=2025-Q4"):
        clerk.get(f"{address}/{path}")
    assert clerk.waits(address, "overview") == clerk.waits(address, "entry_look") == "done"
    return address


@pytest.mark.parametrize("page", ["tong-quan", "tong-quan/chi-tiet", "danh-sach", "xep-hang", "nhap-ket-qua"])
@pytest.mark.parametrize("word", ["zz", "2025-Q9", "quý V"])
def test_a_period_that_is_none_is_told_on_the_pages_of_figures(
    clerk: Clerk, dossier: str, page: str, word: str
) -> None:
    answer = clerk.get(f"{dossier}/{page}", query_string={"ky": word})
    assert (answer.status_code, f"“{word}” không phải là kỳ báo cáo." in answer.text) == (400, True)


@pytest.mark.parametrize("page", ["lap-bao-cao", "thu-thap", "don-doc", "cong-khai"])
def test_and_on_the_pages_where_something_is_made_of_it(clerk: Clerk, dossier: str, page: str) -> None:
    answer = clerk.get(f"{dossier}/{page}?ky=zz")
    assert (answer.status_code, "“zz” không phải là kỳ báo cáo." in answer.text) == (400, True)
    assert 'role="alert"' in answer.text and re.search(r'name="ky-khac"[^>]*value="zz"', answer.text)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("kiem-tra?muc=zz", "Địa chỉ ghi mức “zz”, ở đây không có"),
        ("kiem-tra?trang=zz", "Không có điều nào ở trang “zz”; đang hiện mọi trang."),
        ("kiem-tra?trang-so=9", "Danh sách không có trang 9, chỉ có 1 trang; đang hiện trang 1."),
        ("kiem-tra?trang-so=abc", "“abc” không phải là số trang; đang hiện trang đầu."),
        ("danh-sach?ky=2025-Q3&loai=zz", "loại danh sách “zz”"),
        ("danh-sach?ky=2025-Q3&tinh-trang=zz", "Danh sách này không có tình trạng “zz”."),
        ("danh-sach?ky=2025-Q3&co-quan=zz", "Danh sách này không có cơ quan “zz”."),
        ("danh-sach?ky=2025-Q3&trang-so=-1", "Danh sách không có trang -1"),
        ("tong-quan/chi-tiet?ky=2025-Q3&toi=99", "số ngày tới “99”"),
        ("tong-quan/chi-tiet?ky=2025-Q3&chi-tieu=zz", "chỉ tiêu “zz”"),
        ("nhap-ket-qua?ky=2025-Q4&co-quan=zz", "cơ quan “zz”"),
        ("nhan-lai?bao-cao=zz", "báo cáo “zz”"),
        ("tra-so-lieu?nguon=zz", "Báo cáo hoặc tệp trong địa chỉ không còn ở đây."),
        (f"kiem-tra?muc={'z' * 5000}", f"“{'z' * 60}…”"),
    ],
)
def test_other_words_that_mean_nothing_are_told_and_the_page_is_there(
    clerk: Clerk, dossier: str, address: str, told: str
) -> None:
    answer = clerk.get(f"{dossier}/{address}")
    assert (answer.status_code, told in answer.text) == (200, True)
    assert told not in clerk.get(f"{dossier}/kiem-tra").text, "told once"


def test_the_addresses_of_the_pages_themselves_are_told_nothing(clerk: Clerk, dossier: str) -> None:
    pages = ["kiem-tra", "tong-quan?ky=2025-Q3", "tong-quan/chi-tiet?ky=2025-Q3", "danh-sach?ky=2025-Q3"]
    found = {
        one
        for page in pages
        for one in re.findall(r'href="/bi-mat([^"#]+\?[^"#]+)', clerk.get(f"{dossier}/{page}").text)
    }
    assert len(found) > 40
    for address in found:
        text = clerk.get(address.replace("&amp;", "&")).text
        assert "ở đây không có" not in text and "Danh sách này không có" not in text, address
