"""Files that count as open in Word, Excel or LibreOffice; a sign that a breakdown left is taken away, asked once."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from generator.core.problems import WrongUsage
from generator.web.reports import reports
from generator.web.site import View, current_dossier, say, see
from generator.write.open_signs import OpenSign, take_away

blueprint = Blueprint("opened", __name__, url_prefix="/h/<dossier:key>/tep-dang-mo")
VIEW = View(blueprint)


@blueprint.get("")
def show() -> str:
    return render_template("opened/show.html", signs=[(one, _name(one)) for one in current_dossier().open_signs()])


@blueprint.post("")
def remove() -> Response:
    """The sign that was shown, where a person says that nobody has the file and the system does not know better."""
    dossier = current_dossier()
    if not request.form.get("chac-chan"):
        raise WrongUsage("Chưa xác nhận không còn ai mở tệp.", "Đánh dấu vào ô xác nhận rồi bấm lại.")
    with dossier.held():
        found = next((one for one in dossier.open_signs() if one.mark == request.form.get("dau")), None)
        if found is None:
            raise WrongUsage("Dấu mở tệp này không còn, hoặc vừa có người mở lại tệp.", "Xem lại các tệp đang mở.")
        take_away(found)
    say(f"Đã xoá dấu mở tệp còn sót: {_name(found)}. Tệp không bị thay đổi; làm lại việc vừa bị từ chối.")
    return see("opened.show")


def _name(sign: OpenSign) -> str:
    """What the page calls a file that is open."""
    dossier = current_dossier()
    if sign.file == dossier.workbook:
        return "sổ tính"
    for one in reports(dossier):
        if sign.file.parent == one.folder:
            labels = (each.label for each in one.documents if each.name == sign.file.name)
            return f"{next(labels, sign.file.name)} – {one.title}"
    return sign.file.name
