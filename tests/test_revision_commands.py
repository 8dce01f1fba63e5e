"""The revision desk on the command line: draft, publish with four eyes, look, fetch, roll back."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from runner.command_line import alur
from runner.revision import DIAGRAM
from tests.builders import AGENCY, FORMS, LINEAR, OFFICES, Sop, World, a_form

CHANGED = replace(LINEAR, label="2")


class Desk:
    """``alur`` on the office's database, as one of its people."""

    def __init__(self, world: World, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("ALUR_HOME", str(world.home))
        monkeypatch.delenv("DATABASE_URL", raising=False)
        self.world, self.folder = world, folder
        (folder / "instansi.toml").write_text(OFFICES)
        for name, form in FORMS.items():
            (folder / f"{name}.form").write_bytes(form)

    def file(self, sop: Sop = CHANGED) -> Path:
        file = self.folder / f"{sop.key}.bpmn"
        file.write_bytes(sop.bpmn())
        return file

    def says(self, *words: object, by: str = "nila", code: int = 0, language: str = "en") -> str:
        done = CliRunner().invoke(alur, ["--as", f"{by}.uji", "--language", language, *map(str, words)])
        assert done.exit_code == code, done.output
        return done.output


@pytest.fixture
def desk(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(world, tmp_path, monkeypatch)


def test_a_file_is_drafted_listed_and_published(desk: Desk) -> None:
    said = desk.says("draft", desk.file(), by="rina")
    assert f"{LINEAR.key}: the draft is saved (version 2)" in said
    assert desk.says("drafts") == f"{LINEAR.key}\t2\tRina\t{DIAGRAM}\n"
    assert "revision 2 (2) is published" in desk.says("publish-drafts", "--note", "Diperjelas")
    assert desk.says("drafts") == "There is no draft.\n"
    assert "no draft to publish" in desk.says("publish-drafts")
    lines = desk.says("revisions", LINEAR.key).splitlines()
    assert [line.split("\t")[:3] for line in lines] == [["2", "*", "2"], ["1", "-", "1"]]
    assert lines[0].endswith("Nila\tDiperjelas")


def test_faults_of_a_draft_are_told_and_do_not_stand_in_its_way(desk: Desk) -> None:
    said = desk.says("draft", desk.file(replace(LINEAR, lanes={"Staf": "t1", "Juru tulis": "t2"})))
    assert "Juru tulis" in said
    assert "is saved" in said
    desk.says("publish-drafts", LINEAR.key, code=1)


def test_a_zip_and_forms_alone_are_drafted(desk: Desk) -> None:
    archive = desk.folder / "sop.zip"
    with zipfile.ZipFile(archive, "w") as held:
        held.writestr("a.bpmn", CHANGED.bpmn())
    assert "is saved" in desk.says("draft", archive, "--agency", AGENCY)
    form = desk.folder / "catatan.form"
    form.write_bytes(a_form("catatan", {"type": "textarea", "key": "catatan", "label": "Catatan baru"}))
    said = desk.says("draft", form)
    assert said.count("is saved") > 1
    desk.says("draft", desk.folder / "tiada.bpmn", code=2)


def test_two_files_of_one_name_are_never_one(desk: Desk) -> None:
    other = replace(LINEAR, key="uji-lain")
    for name, sop in (("a", CHANGED), ("b", other)):
        (desk.folder / name).mkdir()
        with zipfile.ZipFile(desk.folder / name / "sop.zip", "w") as held:
            held.writestr(f"{name}.bpmn", sop.bpmn())
    both = [desk.folder / name / "sop.zip" for name in "ab"]
    assert desk.says("draft", *both, "--agency", AGENCY).count("is saved") == 2
    for name, label in (("a", "Satu"), ("b", "Dua")):
        form = a_form("catatan", {"type": "textarea", "key": "catatan", "label": label})
        (desk.folder / name / "catatan.form").write_bytes(form)
    forms = [desk.folder / name / "catatan.form" for name in "ab"]
    assert "catatan.form" in desk.says("draft", *forms, "--agency", AGENCY, code=1)


def test_a_discarded_draft_is_gone(desk: Desk) -> None:
    desk.says("draft", desk.file())
    assert "discarded" in desk.says("discard-draft", LINEAR.key, by="rina")
    assert desk.says("drafts") == "There is no draft.\n"
    desk.says("discard-draft", LINEAR.key, code=1)


def test_the_draft_of_another_is_not_replaced_in_silence(desk: Desk) -> None:
    desk.says("draft", desk.file(), by="rina")
    said = desk.says("draft", desk.file(replace(LINEAR, label="3")), code=1)
    assert "Rina saved the draft" in said


def test_with_four_eyes_the_writer_is_sent_to_somebody_else(desk: Desk) -> None:
    assert "wrote none of them" in desk.says("four-eyes", AGENCY, "on", by="dewi")
    desk.says("four-eyes", AGENCY, "on", by="nila", code=1)
    said = desk.says("publish", desk.file(), code=1)
    assert "alur draft" in said
    desk.says("draft", desk.file())
    assert "Ask another publisher" in desk.says("publish-drafts", LINEAR.key, code=1)
    assert "may publish it" in desk.says("four-eyes", AGENCY, "off", by="dewi")
    assert "is published" in desk.says("publish-drafts", LINEAR.key)


def test_an_older_revision_comes_back_and_its_files_can_be_fetched(desk: Desk) -> None:
    desk.says("publish", desk.file())
    assert "revision 3 (1) is published" in desk.says("rollback", LINEAR.key, 1, "--note", "Keliru")
    target = desk.folder / "berkas"
    desk.says("revision-files", LINEAR.key, 2, target, by="ani")
    assert (target / DIAGRAM).read_bytes() == CHANGED.bpmn()
    assert {file.suffix for file in target.iterdir()} == {".bpmn", ".form"}
    desk.says("revision-files", LINEAR.key, 9, target, code=1)
    desk.says("rollback", LINEAR.key, 1, by="rina", code=1)


def test_an_office_with_four_eyes_is_exported_with_them(desk: Desk) -> None:
    desk.says("four-eyes", AGENCY, "on", by="dewi")
    desk.says("export", desk.folder / "keluar", by="dewi")
    assert "empat_mata = true" in (desk.folder / "keluar/bpmn" / AGENCY / "instansi.toml").read_text()
