"""A diagram with its forms, or a zip of several, is taken whole, or refused by the name of what hinders."""

from __future__ import annotations

import io
import random
import stat
import zipfile
from dataclasses import replace

import pytest

from runner import DiagramRefused, DraftChanged, NotAllowed, NothingToPublish, Published, UploadRefused
from runner.model import AgencyCode, FormId
from runner.revision import DIAGRAM, form_file
from runner.uploads import MOST_FILES, MOST_MEBIBYTES, packed, unpacked
from tests.builders import AGENCY, FORMS, LINEAR, LOOP, SUBJECT, Sop, World, a_form

NEW = Sop("uji-baru", "s1 -> t1 -> t2 -> e1", {"Staf": "t1", "Kabag": "t2"}, forms={"t1": "nota"})
NOTE = a_form("nota", SUBJECT)
CHANGED = replace(LINEAR, label="2")


def zipped(files: dict[str, bytes]) -> bytes:
    return packed(files)


def entry(
    name: str, content: bytes = b"{}", *, mode: int = 0, compression: int = zipfile.ZIP_STORED
) -> bytes:
    """A zip with one entry, named and marked as nobody's program would."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", compression) as archive:
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        archive.writestr(info, content, compression)
    return held.getvalue()


def locked() -> bytes:
    """A zip that says its entry is encrypted."""
    content = bytearray(entry("a.form"))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = content.index(mark) + (6 if mark == b"PK\x03\x04" else 8)
        content[at] |= 1
    return bytes(content)


# --- unpacking ------------------------------------------------------------------------------------------


def test_files_and_zips_are_told_apart_by_their_endings_and_forms_go_by_their_ids() -> None:
    found = unpacked(
        [
            ("Lurus.BPMN", b"<a/>"),
            ("sop.zip", zipped({"dalam/b.xml": b"<b/>", "dalam/apa saja.json": NOTE, "__MACOSX/x": b""})),
            ("lepas.form", b"not even JSON"),
        ]
    )
    assert found.diagrams == (("Lurus.BPMN", b"<a/>"), ("dalam/b.xml", b"<b/>"))
    assert found.forms == {FormId("nota"): NOTE, FormId("lepas"): b"not even JSON"}


def test_the_same_form_twice_is_one_form() -> None:
    found = unpacked([("nota.form", NOTE), ("x.zip", zipped({"forms/nota.form": NOTE}))])
    assert found.forms == {FormId("nota"): NOTE}


def test_a_packed_revision_is_unpacked_again_and_always_packed_alike() -> None:
    files = {"sop.bpmn": b"<a/>", "nota.form": NOTE, "original": b"\xff"}
    assert packed(files) == packed(dict(reversed(files.items())))
    assert unpacked([("x.zip", packed(files))]).diagrams == (("sop.bpmn", b"<a/>"),)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([], ".bpmn"),
        ([("x.zip", zipped({}))], ".bpmn"),
        ([("surat.docx", b"")], "surat.docx"),
        ([("x.zip", zipped({"a.bpmn": b"", "b/surat.docx": b""}))], "surat.docx"),
        ([("x.zip", zipped({"dalam.zip": zipped({"a.bpmn": b""})}))], "dalam.zip"),
        ([("x.zip", entry("/etc/a.form"))], "/etc/a.form"),
        ([("x.zip", entry("../a.form"))], "../a.form"),
        ([("x.zip", entry("a/../../b.form"))], "b.form"),
        ([("x.zip", entry("..\\a.form"))], "a.form"),
        ([("x.zip", entry("C:\\a.form"))], "a.form"),
        ([("x.zip", entry("a\n.form"))], "a?.form"),
        ([("x.zip", entry("a.form", mode=stat.S_IFLNK | 0o777))], "a.form"),
        ([("x.zip", locked())], "a.form"),
        ([("x.zip", entry("a.form", b"x" * 500, compression=zipfile.ZIP_LZMA))], "a.form"),
        ([("x.zip", entry("a.form", b"x" * 500, compression=zipfile.ZIP_BZIP2))], "a.form"),
        ([("x.zip", b"PK\x03\x04 and then nothing")], "x.zip"),
        ([("x.zip", b"")], "x.zip"),
        ([("x.zip", entry(""))], "x.zip"),
        ([("x.zip", entry("a.form", b"x" * 500)[:-300])], "x.zip"),
        ([("a.bpmn", b"1"), ("a.bpmn", b"2")], "a.bpmn"),
        ([("a.form", NOTE), ("b.form", NOTE + b" ")], "nota"),
        ([("1 satu.form", b"{}")], "1 satu.form"),
        ([(f"{number}.bpmn", b"") for number in range(MOST_FILES + 1)], str(MOST_FILES)),
        ([("x.zip", zipped({f"{n}.bpmn": b"" for n in range(MOST_FILES + 1)}))], str(MOST_FILES)),
    ],
)
def test_what_cannot_be_taken_is_refused_by_its_name(files: list[tuple[str, bytes]], said: str) -> None:
    with pytest.raises(UploadRefused) as refused:
        unpacked(files)
    assert said in refused.value.words.id
    assert said in refused.value.words.en


def test_a_zip_that_unpacks_to_more_than_a_person_sends_is_refused_whatever_it_says() -> None:
    bomb = zipped({f"{number}.bpmn": bytes(8 * 2**20) for number in range(6)})
    assert len(bomb) < 2**18
    with pytest.raises(UploadRefused) as refused:
        unpacked([("x.zip", bomb)])
    assert f"{MOST_MEBIBYTES} MiB" in refused.value.words.id
    lying = bytearray(zipped({"a.bpmn": bytes(40 * 2**20)}))
    at = lying.index(b"PK\x01\x02") + 24
    lying[at : at + 4] = (10).to_bytes(4, "little")  # "unpacked, I have ten bytes"
    with pytest.raises(UploadRefused):
        unpacked([("x.zip", bytes(lying))])


def test_every_cut_of_a_zip_is_read_or_refused() -> None:
    whole = zipped({"a.bpmn": LINEAR.bpmn(), "nota.form": NOTE})
    for length in range(0, len(whole), 7):
        for damaged in (whole[:length], whole[:length] + b"\xff" + whole[length + 1 :]):
            try:
                unpacked([("x.zip", damaged)])
            except UploadRefused as refused:
                assert refused.words.id  # noqa: PT017 (either is right, as long as it is one of them)


def test_a_zip_of_any_bytes_is_read_or_refused() -> None:
    whole = zipped({"a.bpmn": LINEAR.bpmn(), "b/nota.form": NOTE})
    chance = random.Random(4)  # noqa: S311 (damage that repeats)
    for _ in range(2_000):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(damaged))
            damaged[at : at + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
        try:
            unpacked([("x.zip", bytes(damaged))])
        except UploadRefused as refused:
            assert refused.words.id  # noqa: PT017 (either is right, as long as it is one of them)


# --- drafting and publishing -----------------------------------------------------------------------------


def test_an_uploaded_zip_is_a_draft_of_each_of_its_sops_with_the_forms_that_it_names(
    any_world: World,
) -> None:
    upload = zipped({"a.bpmn": NEW.bpmn(), "b.bpmn": CHANGED.bpmn(), "nota.form": NOTE})
    pages = any_world.runner.draft_upload(
        [("x.zip", upload)], agency=AGENCY, by=any_world.actor_named("Rina")
    )
    assert [page.key for page in pages] == [NEW.key, LINEAR.key]
    assert pages[0].files[form_file("nota")] == NOTE
    assert form_file("nota") not in pages[1].files
    assert pages[0].problems == ()
    assert any_world.broken() == ()


def test_an_upload_with_one_unreadable_diagram_drafts_nothing_and_names_all_that_is_wrong(
    world: World,
) -> None:
    before = world.contents()
    files = [("a.bpmn", NEW.bpmn()), ("nota.form", NOTE), ("b.bpmn", b"<x"), ("c.bpmn", b"")]
    with pytest.raises(DiagramRefused) as refused:
        world.runner.draft_upload(files, agency=AGENCY, by=world.actor_named("Rina"))
    assert {problem.file for problem in refused.value.problems} == {"b.bpmn", "c.bpmn"}
    assert world.contents() == before


def test_two_diagrams_of_one_sop_and_forms_that_none_names_are_refused(world: World) -> None:
    before, rina = world.contents(), world.actor_named("Rina")
    twice = [("a.bpmn", LINEAR.bpmn()), ("b.bpmn", CHANGED.bpmn())]
    with pytest.raises(UploadRefused):
        world.runner.draft_upload(twice, agency=AGENCY, by=rina)
    with pytest.raises(UploadRefused):
        world.runner.publish_upload(twice, agency=AGENCY, by=world.actor_named("Nila"))
    with pytest.raises(UploadRefused):
        world.runner.draft_upload([("a.bpmn", CHANGED.bpmn()), ("nota.form", NOTE)], agency=AGENCY, by=rina)
    assert world.contents() == before


def test_an_upload_replaces_the_draft_of_another_only_if_its_version_is_known(world: World) -> None:
    nila, rina = world.actor_named("Nila"), world.actor_named("Rina")
    (first,) = world.runner.draft_upload([("a.bpmn", CHANGED.bpmn())], agency=AGENCY, by=nila)
    files = [("a.bpmn", NEW.bpmn()), ("n.form", NOTE), ("b.bpmn", replace(CHANGED, label="3").bpmn())]
    before = world.contents()
    with pytest.raises(DraftChanged) as refused:
        world.runner.draft_upload(files, agency=AGENCY, by=rina)
    assert (refused.value.key, refused.value.by) == (LINEAR.key, "Nila")
    assert world.contents() == before
    again = world.runner.draft_upload(files, agency=AGENCY, by=rina, after={LINEAR.key: first.version})
    assert len(again) == 2


def test_forms_alone_draft_the_sops_that_name_them(world: World) -> None:
    rina = world.actor_named("Rina")
    changed = a_form("catatan", {"type": "textarea", "key": "catatan", "label": "Catatan baru"})
    pages = world.runner.draft_upload([("x.form", changed)], agency=AGENCY, by=rina)
    assert {page.key for page in pages} >= {LINEAR.key, LOOP.key}
    with pytest.raises(UploadRefused):
        world.runner.draft_upload([("nota.form", NOTE)], agency=AGENCY, by=rina)
    again = a_form("catatan", {"type": "textarea", "key": "catatan", "label": "Sekali lagi"})
    before = world.contents()
    with pytest.raises(UploadRefused) as refused:
        world.runner.draft_upload([("x.form", again), ("nota.form", NOTE)], agency=AGENCY, by=rina)
    assert "nota" in refused.value.words.en
    assert world.contents() == before
    with pytest.raises(DiagramRefused):
        world.runner.draft_upload([("nota.form", b"[]")], agency=AGENCY, by=rina)
    with pytest.raises(UploadRefused):
        world.runner.publish_upload([("x.form", changed)], agency=AGENCY, by=world.actor_named("Nila"))


def test_forms_alone_change_nothing_of_another_agency_and_bring_no_retired_sop_back(world: World) -> None:
    changed = a_form("catatan", {"type": "textarea", "key": "catatan", "label": "Catatan baru"})
    other = AgencyCode("lain")
    profile = replace(world.runner.profile(AGENCY), code=other)
    admin = world.runner.declare(profile, by=world.actor_named("admin"))
    world.runner.retire(LOOP.key, reason="Digabung", by=world.actor_named("Nila"))
    with pytest.raises(UploadRefused):
        world.runner.draft_upload([("x.form", changed)], agency=other, by=admin)
    with pytest.raises(NotAllowed):
        world.runner.draft_upload([("x.form", changed)], agency=AGENCY, by=world.actor_named("Ani"))
    world.runner.draft_upload([("x.form", changed)], agency=AGENCY, by=world.actor_named("Nila"))
    drafted = {line.key for line in world.runner.drafts(by=world.actor_named("Nila"))}
    assert LINEAR.key in drafted
    assert LOOP.key not in drafted


def test_a_form_alone_replaces_no_wording_that_another_person_is_at(world: World) -> None:
    rina, nila = world.actor_named("Rina"), world.actor_named("Nila")
    hers, mine = (a_form("catatan", {"type": "textarea", "key": "catatan", "label": label}) for label in "ab")
    (draft,) = world.runner.draft_upload(
        [("a.bpmn", CHANGED.bpmn()), ("x.form", hers)], agency=AGENCY, by=rina
    )
    before = world.contents()
    with pytest.raises(DraftChanged):
        world.runner.draft_form(mine, file="x.form", by=nila)
    with pytest.raises(DraftChanged):
        world.runner.draft_upload([("x.form", mine)], agency=AGENCY, by=nila)
    assert world.contents() == before
    seen = {LINEAR.key: draft.version}
    world.runner.draft_upload([("x.form", mine)], agency=AGENCY, by=nila, after=seen)
    assert world.runner.draft(LINEAR.key, by=rina).files["catatan.form"] == mine


def test_an_upload_is_published_as_one_deployment_all_or_none(any_world: World) -> None:
    nila = any_world.actor_named("Nila")
    files = [("a.bpmn", NEW.bpmn()), ("b.bpmn", CHANGED.bpmn()), ("nota.form", NOTE)]
    first, second = any_world.runner.publish_upload(
        files, agency=AGENCY, by=nila, note="Baru", deployment_name="Uji", source="halaman"
    )
    assert isinstance(first, Published)
    assert isinstance(second, Published)
    assert first.deployment == second.deployment
    assert [one.number for one in (first, second)] == [1, 2]
    again = any_world.runner.publish_upload(files, agency=AGENCY, by=nila)
    assert all(isinstance(one, NothingToPublish) for one in again)
    broken = replace(LINEAR, lanes={"Staf": "t1", "Juru tulis": "t2"})
    before = any_world.contents()
    with pytest.raises(DiagramRefused):
        any_world.runner.publish_upload(
            [("a.bpmn", replace(LOOP, label="2").bpmn()), ("b.bpmn", broken.bpmn())], agency=AGENCY, by=nila
        )
    with pytest.raises(NotAllowed):
        any_world.runner.publish_upload(
            [("a.bpmn", replace(LOOP, label="2").bpmn())], agency=AGENCY, by=any_world.actor_named("Rina")
        )
    assert any_world.contents() == before
    assert any_world.broken() == ()


def test_a_revision_is_downloaded_byte_for_byte_and_can_be_uploaded_again(any_world: World) -> None:
    ani = any_world.actor_named("Ani")
    files = any_world.runner.files_of(LINEAR.key, 1, by=ani)
    assert files[DIAGRAM] == LINEAR.bpmn()
    assert {files[name] for name in files if name != DIAGRAM} <= set(FORMS.values())
    archive = any_world.runner.archive_of(LINEAR.key, 1, by=ani)
    (same,) = any_world.runner.publish_upload(
        [("unduhan.zip", archive)], agency=AGENCY, by=any_world.actor_named("Nila")
    )
    assert isinstance(same, NothingToPublish)
