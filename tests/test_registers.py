"""The registers that programs read: nobody is told more than the pages tell them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from runner import AnswersRefused, NotAllowed, NotFound
from runner import forms as form_sheets
from runner.model import CaseId, TaskId
from runner.revision import DIAGRAM
from runner.seeking import CasesSought, TasksSought
from tests.builders import AGENCY, EXTERNAL, FORMS, LINEAR, LOOP, PARALLEL, World, a_form


def told(world: World, by: str, **sought: Any) -> list[str]:
    """The steps of the tasks that this person is told of."""
    found = world.runner.task_records(TasksSought(**sought), by=world.actor_named(by), most=100)
    assert world.runner.count_task_records(TasksSought(**sought), by=world.actor_named(by)) == len(found)
    return [task.name.removeprefix("Langkah ") for task in found]


def cases(world: World, by: str, **sought: Any) -> list[CaseId]:
    found = world.runner.case_records(CasesSought(**sought), by=world.actor_named(by), most=100)
    assert world.runner.count_case_records(CasesSought(**sought), by=world.actor_named(by)) == len(found)
    return [case.id for case in found]


def test_everybody_is_told_of_the_tasks_that_wait_for_them(any_world: World) -> None:
    case = any_world.walk(any_world.start(PARALLEL), "Ani t1")
    assert told(any_world, "Budi", finished=False) == ["t2"]
    assert told(any_world, "Sari", finished=False) == ["t3"]
    assert told(any_world, "Umar") == []
    assert told(any_world, "Tono", case=case, order="name") == ["t1", "t2", "t3"]
    assert told(any_world, "Nila", finished=True) == ["t1"]
    assert told(any_world, "Ani", finished=True) == ["t1"]


def test_a_case_is_told_of_to_whoever_its_page_is_shown_to(any_world: World) -> None:
    case = any_world.walk(any_world.start(LINEAR), "Ani t1")
    for by in ("Ani", "Budi", "Tono", "Nila", "Rina"):
        assert cases(any_world, by) == [case], by
        assert any_world.runner.case_record(case, by=any_world.actor_named(by)).id == case
    for by in ("Adi", "Umar", "Dewi"):
        assert cases(any_world, by) == [], by
        with pytest.raises(NotAllowed):
            any_world.runner.case_record(case, by=any_world.actor_named(by))
        with pytest.raises(NotAllowed):
            any_world.runner.activity_records(case, by=any_world.actor_named(by))


def test_filters_of_tasks_ask_what_they_say(any_world: World) -> None:
    first = any_world.start(LINEAR)
    any_world.clock.pass_(hours=1)
    between = any_world.clock.now
    any_world.clock.pass_(hours=1)
    second = any_world.start(LOOP)
    any_world.runner.claim(any_world.task(second), by=any_world.actor_named("Adi"))
    number = any_world.runner.case_record(second, by=any_world.actor_named("Tono")).number
    asked: list[tuple[dict[str, Any], CaseId]] = [
        ({"definition": LINEAR.key}, first),
        ({"definition": LOOP.key, "revision": 1}, second),
        ({"case_number": number}, second),
        ({"assigned": False}, first),
        ({"assigned": True}, second),
        ({"holder": "adi.uji"}, second),
        ({"opened_before": between}, first),
        ({"opened_after": between}, second),
        ({"due_after": between}, first),
    ]
    for sought, expected in asked:
        found = any_world.runner.task_records(TasksSought(**sought), by=any_world.actor_named("Tono"), most=9)
        assert [task.case for task in found] == [expected], sought
    assert told(any_world, "Tono", name_like="%t1") == ["t1", "t1"]
    assert told(any_world, "Tono", position="staf") == ["t1", "t1"]
    for nothing in ({"position": "kabag"}, {"position": "taf"}, {"agencies": ()}, {"agencies": ("lain",)}):
        assert told(any_world, "Tono", **nothing) == [], nothing


def test_a_page_of_a_register_begins_where_the_last_one_ended(world: World) -> None:
    started = [world.start(LINEAR) for _ in range(5)]
    tono = world.actor_named("Tono")
    sought = CasesSought(order="number", descending=False)
    pages = [world.runner.case_records(sought, by=tono, first=first, most=2) for first in (0, 2, 4)]
    assert [case.id for page in pages for case in page] == started


def test_a_position_that_acts_for_another_finds_its_tasks(world: World) -> None:
    world.start(EXTERNAL)
    assert told(world, "Adi", finished=False) == ["t1"]


def test_a_stay_is_told_for_every_time_that_a_case_came_to_an_element(any_world: World) -> None:
    case = any_world.start(LOOP)
    any_world.walk(case, "Ani t1", "Budi t2 x1=Kembalikan x1_alasan=kurang", "Adi t1", "Budi t2 x1=Setuju")
    found = any_world.runner.activity_records(case, by=any_world.actor_named("Tono"))
    assert [(stay.element, stay.by) for stay in found] == [
        ("s1", None), ("x0", None), ("t1", "ani.uji"), ("t2", "budi.uji"), ("x1", None), ("x0", None),
        ("t1", "adi.uji"), ("t2", "budi.uji"), ("x1", None), ("e1", None),
    ]  # fmt: skip
    assert all(stay.ended_at is not None and not stay.cancelled for stay in found)
    assert len({stay.id for stay in found}) == len(found)
    assert {stay.kind for stay in found} == {"startEvent", "exclusiveGateway", "userTask", "endEvent"}


def test_stays_of_a_cancelled_case_are_cancelled_where_it_stood(world: World) -> None:
    case = world.start(LINEAR)
    world.runner.claim(world.task(case), by=world.actor_named("Ani"))
    world.runner.cancel(case, "salah", by=world.actor_named("Ani"))
    found = world.runner.activity_records(case, by=world.actor_named("Ani"))
    assert [(stay.element, stay.cancelled) for stay in found] == [("s1", False), ("t1", True)]
    assert world.runner.case_record(case, by=world.actor_named("Ani")).closed_at == world.clock.now


def test_revisions_are_told_with_how_they_came_and_their_exact_files(world: World) -> None:
    umar = world.actor_named("Umar")
    (record,) = world.runner.revision_records(by=umar, key=LINEAR.key)
    assert (record.number, record.active, record.latest, record.retired) == (1, True, True, False)
    assert record.bundle
    assert world.runner.revision_records(by=umar, bundle=record.bundle) == (record,)
    files = world.runner.revision_contents(LINEAR.key, 1, by=umar)
    assert files[f"{LINEAR.key}.bpmn"] == LINEAR.bpmn()
    assert sorted(files) == ["catatan.form", "surat.form", f"{LINEAR.key}.bpmn"]
    assert DIAGRAM not in files
    world.runner.retire(LINEAR.key, reason="usang", by=world.actor_named("Nila"))
    (record,) = world.runner.revision_records(by=umar, key=LINEAR.key)
    assert (record.active, record.retired) == (False, True)


def test_an_older_revision_is_told_by_the_name_that_it_has(world: World) -> None:
    nila = world.actor_named("Nila")
    (first,) = world.runner.revision_records(by=nila, key=LINEAR.key)
    world.runner.publish(
        LINEAR.bpmn().replace(f'name="{first.name}"'.encode(), b'name="Nama yang baru"'),
        file="x.bpmn",
        forms=FORMS,
        agency=AGENCY,
        by=nila,
        effective_from=world.clock.now + timedelta(days=3),
    )
    newer, older = world.runner.revision_records(by=nila, key=LINEAR.key)
    assert (newer.name, newer.active) == ("Nama yang baru", False)
    assert (older.name, older.active) == (first.name, True)


def test_of_a_retired_sop_a_comparison_says_no_revision_is_in_force(world: World) -> None:
    nila = world.actor_named("Nila")
    world.runner.retire(LINEAR.key, reason="usang", by=nila)
    page = world.runner.comparison(LINEAR.key, by=nila)
    assert [side.in_force for side in page.sides] == [False]


# --- answers by name ---------------------------------------------------------------------------------

WIDE = form_sheets.read(
    a_form(
        "lebar",
        {"type": "textfield", "key": "nama", "label": "Nama"},
        {"type": "number", "key": "nilai", "label": "Nilai"},
        {"type": "checkbox", "key": "segera", "label": "Segera"},
        {"type": "checklist", "key": "kirim", "label": "Kirim", "values": [{"label": "A", "value": "a"}]},
        {"type": "select", "key": "pilih", "label": "Pilih", "values": [{"label": "B", "value": "b"}]},
        {
            "type": "group",
            "path": "alamat",
            "label": "Alamat",
            "components": [{"id": "g1", "type": "textfield", "key": "jalan.nama", "label": "Jalan"}],
        },
        {
            "type": "dynamiclist",
            "path": "barang",
            "label": "Barang",
            "isRepeating": True,
            "allowAddRemove": True,
            "defaultRepetitions": 1,
            "components": [{"id": "l1", "type": "number", "key": "jumlah", "label": "Jumlah"}],
        },
    ),
    file="lebar.form",
)


def judged(values: dict[str, Any]) -> dict[str, Any]:
    """What the form records of these values, by way of the inputs of its page."""
    pairs, wrong = form_sheets.inputs(WIDE, values)
    assert wrong == []
    return form_sheets.check(WIDE, form_sheets.unpack(WIDE, pairs), data={})


def test_values_sent_by_name_are_recorded_as_they_were_sent() -> None:
    sent = {
        "nama": "Rapat",
        "nilai": 1.234,
        "segera": True,
        "kirim": ["a"],
        "pilih": "b",
        "alamat": {"jalan": {"nama": "Merdeka"}},
        "barang": [{"jumlah": 2}, {"jumlah": 1000000}],
    }
    assert judged(sent) == sent
    assert judged({"alamat.jalan.nama": "x"})["alamat"] == {"jalan": {"nama": "x"}}


def test_emptied_values_are_empty() -> None:
    found = judged({"nama": None, "nilai": None, "segera": False, "kirim": [], "pilih": None, "barang": []})
    assert found == {
        "nama": "",
        "nilai": None,
        "segera": False,
        "kirim": [],
        "pilih": None,
        "alamat": {"jalan": {"nama": ""}},
    }


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"tidakAda": 1}, "tidakAda"),
        ({"segera": "false"}, "segera"),
        ({"kirim": "a"}, "kirim"),
        ({"nama": ["a"]}, "nama"),
        ({"nama": True}, "nama"),
        ({"alamat": "x"}, "alamat"),
        ({"alamat": {"kota": "x"}}, "alamat.kota"),
        ({"barang": {"jumlah": 1}}, "barang"),
        ({"barang": [{"harga": 1}]}, "barang[0].harga"),
    ],
)
def test_a_value_that_no_input_holds_is_an_error_and_never_dropped(values: dict[str, Any], path: str) -> None:
    _, wrong = form_sheets.inputs(WIDE, values)
    assert [error.path for error in wrong] == [path]


def test_a_program_answers_a_task_with_values_outcomes_and_reasons(world: World) -> None:
    case = world.walk(world.start(LOOP), "Ani t1")
    task, budi = world.task(case), world.actor_named("Budi")
    sent = {"catatan": "kurang", "x1": "Kembalikan", "x1_alasan": "lampirkan surat"}
    pairs = world.runner.as_typed(task, sent, by=budi)
    assert pairs == {"catatan": ["kurang"], "x1": ["Kembalikan"], "x1_alasan": ["lampirkan surat"]}
    world.runner.complete(task, pairs, by=budi)
    assert list(world.tasks(case)) == ["t1"]
    with pytest.raises(AnswersRefused):
        world.runner.as_typed(world.task(case), {"x1": 3, "asing": 1}, by=budi)
    with pytest.raises(NotFound):
        world.runner.as_typed(TaskId("none"), {}, by=budi)
