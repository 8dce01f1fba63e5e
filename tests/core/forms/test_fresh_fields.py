"""A field that starts empty at every task, whoever answered under its name before."""

from __future__ import annotations

import json

from runner import forms

FORM = forms.read(
    json.dumps(
        {
            "type": "default",
            "id": "catatan",
            "components": [
                {
                    "type": "textarea",
                    "id": "isian_catatan",
                    "key": "catatan",
                    "label": "Catatan",
                    "properties": {"awal": "kosong"},
                },
                {"type": "textfield", "id": "isian_perihal", "key": "perihal", "label": "Perihal"},
            ],
        }
    ).encode(),
    file="catatan.form",
)
RECORDED = {"catatan": "Sudah saya periksa.", "perihal": "Undangan"}


def test_a_page_begins_without_the_remarks_of_the_official_before() -> None:
    shown = {view.name: view.value for view in forms.show(FORM, data=FORM.recalled(RECORDED))}
    assert shown == {"catatan": "", "perihal": "Undangan"}


def test_what_was_typed_into_a_fresh_field_is_shown_back_and_submitted() -> None:
    raw = {"catatan": "Tambahkan lampiran.", "perihal": "Undangan"}
    assert forms.show(FORM, data=FORM.recalled(RECORDED), raw=raw)[0].value == "Tambahkan lampiran."
    assert forms.check(FORM, raw, data=FORM.recalled(RECORDED)) == raw


def test_a_form_says_which_variables_start_empty() -> None:
    assert FORM.fresh == {"catatan"}
