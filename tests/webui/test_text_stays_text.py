"""Whatever people write anywhere reads as they wrote it and never runs."""

from __future__ import annotations

import pytest

from runner import TaskId
from tests.webui.office import KEY, Office

PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "{{ 1111*1111 }}{% raw %}",
    "${1111*1111} #{1111*1111} <%= 1111*1111 %>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<a href='javascript:alert(1)'>x</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "%(name)s %s {0}",
    "\u202e\u2066<b>balik</b>",
    '=HYPERLINK("x")',
    "<!--><script>alert(1)</script>-->",
    "<style>*{display:none}</style>",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_hostile_text_in_every_field_is_shown_and_runs_nowhere(office: Office, payload: str) -> None:
    staff = office.runner.actor_by_account("staf.uji")
    case = office.runner.start(KEY, by=staff)
    task = office.runner.case(case.id, by=staff).open[0].task
    browser = office.login("staf.uji")
    browser.get(f"/tugas/{task}")
    typed: dict[str, str | list[str]] = {
        "perihal": payload,
        "isi": payload,
        "segera": ["", "true"],
        "alasanSegera": payload,
        "tujuan[]": "1",
        "tujuan[0].nama": payload,
    }
    seen = [browser.post(f"/tugas/{task}/isian", typed)]
    assert browser.value("perihal") == payload
    assert browser.value("isi") == payload
    assert browser.value("tujuan[0].nama") == payload
    browser.post(f"/tugas/{task}", typed)
    seen.append(browser.get("/kotak-masuk/selesai"))
    head = office.login("kabag.uji")
    waiting = office.runner.case(case.id, by=staff).open[0].task
    seen += [head.get(path) for path in ("/kotak-masuk/jabatan", f"/tugas/{waiting}")]
    head.post(f"/tugas/{waiting}", putusan="Kembalikan", putusan_alasan=payload, catatan=payload)
    back = office.runner.case(case.id, by=staff).open[0].task
    seen += [browser.get(path) for path in (f"/tugas/{back}", f"/berkas/{case.id}", "/berkas")]
    office.runner.claim(TaskId(back), by=office.runner.actor_by_account("rekan.uji"))
    seen.append(browser.post(f"/tugas/{back}", typed))
    for answer in seen:
        assert answer.status_code in (200, 409), answer.request.path
        assert "<" not in payload or payload not in answer.text
        assert "<script>" not in answer.text
        assert "<svg/" not in answer.text
        assert "<img src=x" not in answer.text
        assert "1234321" not in answer.text  # what 1111*1111 would be if a template had run it
