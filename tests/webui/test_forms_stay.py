"""A form changed on disk, in a draft or by a new revision never changes what a running case shows."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from runner.folders import forms_for
from tests.webui.office import AGENCY, CHECK_FORM, DIAGRAM, NOTE_FORM, Office, drawn

#: The same step with another label, and one field more that must be filled in.
OTHER_FORM: dict[str, Any] = {
    **NOTE_FORM,
    "components": [
        {**NOTE_FORM["components"][0], "label": "Hal surat"},
        {"id": "n1", "type": "textfield", "key": "nomor", "label": "Nomor", "validate": {"required": True}},
        *NOTE_FORM["components"][1:],
    ],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The SOP of the office as it lies on disk."""
    (tmp_path / "disk" / "forms").mkdir(parents=True)
    (tmp_path / "disk" / "nota.bpmn").write_bytes(drawn(DIAGRAM))
    write(tmp_path / "disk", NOTE_FORM)
    write(tmp_path / "disk", CHECK_FORM)
    return tmp_path / "disk"


def write(folder: Path, form: dict[str, Any]) -> None:
    (folder / "forms" / f"{form['id']}.form").write_text(json.dumps(form), encoding="utf-8")


def put(office: Office, folder: Path, verb: str) -> None:
    """Publish or draft what lies on disk."""
    diagram = folder / "nota.bpmn"
    getattr(office.runner, verb)(
        diagram.read_bytes(),
        file=diagram.name,
        forms=forms_for(diagram, ()),
        agency=AGENCY,
        by=office.runner.actor_by_account("analis.uji"),
    )


def changed_on_disk(office: Office, folder: Path) -> None:
    """The file is another one, and then gone."""
    write(folder, OTHER_FORM)
    (folder / "forms" / "periksa.form").unlink()


def drafted(office: Office, folder: Path) -> None:
    """The other form is the draft of the SOP."""
    write(folder, OTHER_FORM)
    put(office, folder, "draft_diagram")


def published_again(office: Office, folder: Path) -> None:
    """The other form is in force."""
    write(folder, OTHER_FORM)
    put(office, folder, "publish")


def body(page: str) -> str:
    """The fields of the page, without what is new each time it is opened."""
    _, _, fields = page.partition('<div class="field')
    return fields.partition("</form>")[0]


@pytest.mark.parametrize("change", [changed_on_disk, drafted, published_again])
def test_a_running_case_shows_and_accepts_the_form_with_which_it_began(
    office: Office, folder: Path, change: Callable[[Office, Path], None]
) -> None:
    address = f"/tugas/{office.start()}"
    before = office.login("staf.uji").get(address).text
    assert "Perihal" in body(before)

    change(office, folder)

    again = Office(office.home, office.clock)  # a server that starts anew has nothing in its memory
    browser = again.login("staf.uji")
    assert body(browser.get(address).text) == body(before)
    browser.follow(browser.post(address, perihal="Undangan rapat", isi="Isi"))
    assert 'class="said said-danger' not in browser.page
    by = again.runner.actor_by_account("staf.uji")
    (case,) = again.runner.cases(by=by).lines
    told = browser.get(f"/berkas/{case.id}").text
    assert "Perihal" in told
    assert "Hal surat" not in told

    begun = browser.get(f"/tugas/{again.start()}").text
    assert ("Hal surat" in begun) is (change is published_again)
