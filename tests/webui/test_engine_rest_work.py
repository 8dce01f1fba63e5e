"""Work through /engine-rest: the rights, the verbs and the events of the pages, and their judgement."""

from __future__ import annotations

from datetime import timedelta

import orjson
import pytest

from runner import Capacity, CaseId, PositionCode, Scope, TaskId
from runner.tables import events
from tests.builders import AGENCY, LINEAR, LOOP, PARALLEL, PASSWORD, World
from tests.webui.programs import Program, app_of, program


def facts(world: World, case: CaseId) -> list[tuple[object, ...]]:
    """What is recorded of the case, but for its ids and moments."""
    names = events.c.keys()
    rows = [dict(zip(names, row, strict=True)) for row in world.contents()[events.name]]
    mine = sorted(
        (row for row in rows if row["stream"] == f"case:{case}"), key=lambda row: int(str(row["seq"]))
    )
    return [(row["kind"], row["actor"], row["position"], row["capacity"], row["v"]) for row in mine]


def test_a_case_that_a_program_works_leaves_the_events_of_one_worked_on_the_pages(any_world: World) -> None:
    by_page = any_world.start(LOOP)
    any_world.runner.claim(any_world.task(by_page), by=any_world.actor_named("Ani"))
    any_world.walk(by_page, "Ani t1", "Budi t2 x1=Kembalikan x1_alasan=kurang", "Ani t1", "Budi t2 x1=Setuju")
    ani, budi = program(any_world, "Ani"), program(any_world, "Budi")
    by_program = CaseId(ani.post(f"/process-definition/key/{LOOP.key}/start", {"businessKey": "Rapat"})["id"])
    task = any_world.task(by_program)
    ani.post(f"/task/{task}/claim", {"userId": "ani.uji"})
    for who, variables in (
        (ani, {"perihal": {"value": "Undangan rapat", "type": "String"}}),
        (budi, {"x1": {"value": "Kembalikan"}, "x1_alasan": {"value": "kurang"}}),
        (ani, {}),
        (budi, {"x1": {"value": "Setuju"}}),
    ):
        who.post(f"/task/{any_world.task(by_program)}/complete", {"variables": variables})
    assert facts(any_world, by_program) == facts(any_world, by_page)
    assert any_world.broken() == ()


def test_wrong_answers_are_refused_in_the_words_of_the_page_and_close_nothing(world: World) -> None:
    ani, task = program(world, "Ani"), world.task(world.start(LINEAR))
    before = world.events()
    fault = ani.refused("POST", f"/task/{task}/complete", 400, {"variables": {}})
    assert fault["type"] == "FormFieldValidatorException"
    assert set(fault["details"]) == {"perihal"}
    assert world.events() == before
    asked = {"variables": {"perihal": {"value": "x"}, "asing": {"value": 1}}}
    fault = ani.refused("POST", f"/task/{task}/complete", 400, asked)
    assert set(fault["details"]) == {"asing"}
    assert world.events() == before


@pytest.mark.parametrize("verb", ["claim", "unclaim", "complete"])
def test_nobody_works_on_a_task_of_another_position(any_world: World, verb: str) -> None:
    case = any_world.start(LINEAR)
    task, before = any_world.task(case), facts(any_world, case)
    for name in ("Budi", "Tono", "Nila", "Dewi", "Umar"):
        sent = {"userId": f"{name.lower()}.uji"} if verb == "claim" else {}
        answer = program(any_world, name).ask("POST", f"/task/{task}/{verb}", sent)
        assert answer.status_code in (403, 404), (name, answer.text)
    assert facts(any_world, case) == before


def test_who_was_first_is_told_to_who_comes_second(world: World) -> None:
    task = world.task(world.start(LINEAR))
    ani, adi = program(world, "Ani"), program(world, "Adi")
    ani.post(f"/task/{task}/claim", {"userId": "ani.uji"})
    taken = adi.refused("POST", f"/task/{task}/claim", 409, {"userId": "adi.uji"})
    assert taken["type"] == "TaskAlreadyClaimedException"
    assert "Ani" in taken["message"]
    ani.refused("POST", f"/task/{task}/claim", 403, {"userId": "adi.uji"})
    ani.post(f"/task/{task}/complete", {"variables": {"perihal": {"value": "x"}}})
    for verb, sent in (("claim", {"userId": "adi.uji"}), ("complete", {}), ("unclaim", {})):
        assert adi.ask("POST", f"/task/{task}/{verb}", sent).status_code in (403, 404, 409), verb


@pytest.mark.parametrize("capacity", [Capacity.PLT, Capacity.PLH])
def test_a_token_acts_in_the_capacity_that_its_holder_has_at_that_moment(
    world: World, capacity: Capacity
) -> None:
    case = world.walk(world.start(LINEAR), "Ani t1")
    task = world.task(case)
    sari = program(world, "Sari")
    sari.refused("GET", f"/task/{task}", 404)
    world.runner.appoint(
        world.actor_named("Sari").id,
        agency=AGENCY,
        position=PositionCode("kabag"),
        capacity=capacity,
        until=world.clock.now + timedelta(hours=2),
        by=world.actor_named("Dewi"),
    )
    # the token is older than the appointment, and no wider or narrower for it
    sari.post(f"/task/{task}/claim", {"userId": "sari.uji"})
    assert facts(world, case)[-1][2:4] == ("kabag", capacity.value)
    world.clock.pass_(hours=3)
    before = world.events()
    sari.refused("POST", f"/task/{task}/complete", 403, {})
    assert world.events() == before
    assert world.broken() == ()


def test_a_token_that_is_revoked_between_two_requests_ends_the_work_there(any_world: World) -> None:
    ani, task = any_world.actor_named("Ani"), any_world.task(any_world.start(LINEAR))
    token, secret = any_world.runner.issue_token("x", scopes=tuple(Scope), days=1, by=ani)
    asking = Program(app_of(any_world), f"Bearer {secret}")
    asking.post(f"/task/{task}/claim", {"userId": "ani.uji"})
    any_world.runner.revoke_token(token, by=ani)
    before = any_world.events()
    asking.refused("POST", f"/task/{task}/complete", 401, {"variables": {"perihal": {"value": "x"}}})
    assert any_world.events() == before
    # what was begun is not lost: its holder goes on in the page
    any_world.complete(TaskId(task), "Ani")
    assert any_world.broken() == ()


def test_whoever_changes_the_password_keeps_the_tokens_and_may_revoke_them(world: World) -> None:
    asking = program(world, "Ani")
    world.runner.change_password(PASSWORD, "kata-sandi-baru", by=world.actor_named("Ani"))
    assert asking.get("/version")


def test_a_position_that_ended_takes_its_tasks_out_of_sight(world: World) -> None:
    world.start(LINEAR)
    ani = program(world, "Ani")
    assert ani.get("/task/count") == {"count": 1}
    (appointment,) = [a for a in world.actor_named("Ani").appointments if a.position == "staf"]
    world.runner.end_appointment(appointment.id, by=world.actor_named("Dewi"))
    # a case that one has started stays in sight, as on the pages; its task is another's now
    assert ani.get("/task/count") == {"count": 0}


def test_the_history_of_a_case_tells_every_stay_and_every_task(world: World) -> None:
    case = world.walk(world.start(PARALLEL), "Ani t1", "Budi t2")
    tono = program(world, "Tono")
    path = f"/history/activity-instance?processInstanceId={case}"
    stays = tono.get(path)
    assert [stay["activityId"] for stay in stays if stay["endTime"] is None] == ["t3"]
    assert [stay["activityId"] for stay in tono.get(f"{path}&activityType=userTask&finished=true")] == [
        "t1",
        "t2",
    ]
    assert [stay["assignee"] for stay in tono.get(f"{path}&taskAssignee=budi.uji")] == ["budi.uji"]
    assert tono.get(f"/history/activity-instance/count?processInstanceId={case}")["count"] == len(stays)
    tasks = tono.get(f"/history/task?processInstanceId={case}&sortBy=taskName&sortOrder=asc")
    assert [(task["taskDefinitionKey"], task["assignee"], task["taskState"]) for task in tasks] == [
        ("t1", "ani.uji", "Completed"),
        ("t2", "budi.uji", "Completed"),
        ("t3", None, "Created"),
    ]
    (past,) = tono.get("/history/process-instance?unfinished=true")
    assert (past["id"], past["state"], past["endTime"]) == (case, "ACTIVE", None)
    assert [one["id"] for one in tono.get("/process-instance?active=true")] == [case]


def test_whoever_has_no_part_in_a_case_is_told_nothing_of_it(world: World) -> None:
    case = world.walk(world.start(LINEAR), "Ani t1")
    umar = program(world, "Umar")
    for path in ("/task", "/process-instance", "/history/process-instance", "/history/task"):
        assert umar.get(path) == [], path
        assert umar.get(f"{path}/count") == {"count": 0}, path
    assert umar.get("/history/activity-instance") == []
    for path in (
        f"/history/activity-instance?processInstanceId={case}",
        f"/process-instance/{case}",
        f"/history/process-instance/{case}",
        f"/task/{world.task(case)}",
    ):
        assert umar.ask("GET", path).status_code in (403, 404), path


def test_a_diagram_and_its_forms_come_back_byte_for_byte(world: World) -> None:
    umar = program(world, "Umar")
    (told,) = umar.get(f"/process-definition?key={LINEAR.key}&latestVersion=true")
    assert umar.get(f"/process-definition/{told['id']}/xml")["bpmn20Xml"].encode() == LINEAR.bpmn()
    path = f"/deployment/{told['deploymentId']}/resources/{LINEAR.key}.bpmn/data"
    assert umar.ask("GET", path).data == LINEAR.bpmn()
    task = world.task(world.start(LINEAR))
    form = program(world, "Ani").ask("GET", f"/task/{task}/deployed-form")
    assert orjson.loads(form.data)["id"] == "surat"


def test_keys_stand_in_the_order_in_which_they_were_written(world: World) -> None:
    answer = program(world, "Umar").ask("GET", f"/process-definition?key={LINEAR.key}")
    found = [answer.text.index(f'"{name}"') for name in ("id", "key", "category", "version", "tenantId")]
    assert found == sorted(found)
