"""Camunda Modeler's Deploy and Start buttons, request by request as its own code sends them."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest

from runner import AgencyCode, Duty, Scope, trial
from runner.model import FormId
from tests.builders import AGENCY, FORMS, LINEAR, Sop, World, a_form
from tests.webui.programs import (
    BOUNDARY,
    Modeler,
    Program,
    app_of,
    basic,
    deployment,
    program,
    token_of,
)

NEW = Sop("uji-baru", "s1 -> t1 -> t2 -> e1", {"Staf": "t1", "Kabag": "t2"})
LONGER = Sop("uji-baru", "s1 -> t1 -> t2 -> t3 -> e1", {"Staf": "t1 t3", "Kabag": "t2"}, label="2")
BROKEN = Sop("uji-baru", "s1 -> t1 -> t2 -> e1", {"Staf": "t1", "Kabg": "t2"}, forms={"t2": "tiada"})
SHEETS = [("surat.form", FORMS[FormId("surat")]), ("catatan.form", FORMS[FormId("catatan")])]


def files(sop: Sop, name: str = "baru.bpmn") -> list[tuple[str, bytes]]:
    return [(name, sop.bpmn()), *SHEETS]


def modeler(world: World, name: str = "Nila") -> Modeler:
    return Modeler(app_of(world), basic(f"{name.lower()}.uji"))


def kinds(world: World, key: str = NEW.key) -> list[str]:
    return [kind for *_, kind in world.events(f"definition:{key}")]


def test_the_dialog_asks_for_credentials_checks_them_and_reads_the_version(world: World) -> None:
    button = modeler(world)
    assert button.asks_for_a_password()
    assert button.connects()
    assert not Modeler(button.app, basic("nila.uji", "wrong")).connects()
    assert Modeler(button.app, f"Bearer {token_of(world, 'Nila')}").connects()


def test_a_diagram_with_two_forms_is_version_1_the_same_again_none_and_a_change_version_2(
    any_world: World,
) -> None:
    button = modeler(any_world)
    first = button.deploy("baru", files(NEW))
    (told,) = first["deployedProcessDefinitions"].values()
    assert (told["key"], told["version"], told["deploymentId"]) == (NEW.key, 1, first["id"])
    assert first["alur"]["state"] == "published"
    before = any_world.events()
    again = button.deploy("baru", files(NEW))
    assert again["deployedProcessDefinitions"] == first["deployedProcessDefinitions"]
    assert (again["id"], again["alur"]["state"]) == (first["id"], "unchanged")
    assert any_world.events() == before
    second = button.deploy("baru", files(LONGER))
    (told,) = second["deployedProcessDefinitions"].values()
    assert (told["version"], told["versionTag"]) == (2, "2")
    assert second["id"] != first["id"]
    assert kinds(any_world) == ["RevisionPublished", "RevisionPublished"]
    assert any_world.broken() == ()


def test_a_token_to_deploy_deploys_and_its_start_button_says_what_it_lacks(world: World) -> None:
    button = Modeler(app_of(world), f"Bearer {token_of(world, 'Nila', Scope.PUBLISH)}")
    assert button.deploy("baru", files(NEW))["alur"]["state"] == "published"
    answer = button.start("baru", files(NEW), {})
    assert answer.status_code == 403
    assert "kerja" in answer.get_json()["message"]


def test_older_content_deployed_again_is_a_new_version(world: World) -> None:
    button = modeler(world)
    versions = []
    for sop in (NEW, LONGER, NEW):
        (told,) = button.deploy("baru", files(sop))["deployedProcessDefinitions"].values()
        versions.append(told["version"])
    assert versions == [1, 2, 3]


def test_a_changed_form_alone_makes_a_new_version(world: World) -> None:
    button = modeler(world)
    button.deploy("baru", files(NEW))
    changed = a_form("catatan", {"type": "textarea", "key": "catatan", "label": "Catatan baru"})
    sent = [("baru.bpmn", NEW.bpmn()), SHEETS[0], ("catatan.form", changed)]
    (told,) = button.deploy("baru", sent)["deployedProcessDefinitions"].values()
    assert told["version"] == 2


def test_forms_that_do_not_come_along_are_taken_from_the_database(world: World) -> None:
    (told,) = (
        modeler(world).deploy("baru", [("baru.bpmn", NEW.bpmn())])["deployedProcessDefinitions"].values()
    )
    kept = world.runner.revision_contents(NEW.key, told["version"], by=world.actor_named("Umar"))
    assert kept["surat.form"] == FORMS[FormId("surat")]


def test_every_problem_of_a_broken_diagram_stands_in_one_message(world: World) -> None:
    before = world.contents()
    message = modeler(world).deploy("baru", [("rusak.bpmn", BROKEN.bpmn())])
    assert message.startswith("ENGINE-09005 Could not parse BPMN process. Errors: \n* ")
    lines = message.splitlines()[1:]
    assert len(lines) >= 2
    assert any(line.startswith("* t2: ") and "tiada" in line for line in lines)
    assert any("Kabg" in line for line in lines)
    assert all("| resource rusak.bpmn" in line for line in lines)
    after = world.contents()
    assert {name for name in after if after[name] != before[name]} <= {"sessions", "login_failures"}


def test_the_refusal_also_has_camundas_details(world: World) -> None:
    app = app_of(world)
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    body = deployment("x", [("rusak.bpmn", BROKEN.bpmn()), ("rusak.form", b"{")])
    answer = Modeler(app, basic("nila.uji")).send("POST", "/engine-rest/deployment/create", body, kind)
    assert answer.status_code == 400
    fault = answer.get_json()
    assert fault["type"] == "ParseException"
    errors = fault["details"]["rusak.bpmn"]["errors"]
    assert any(error["mainElementId"] == "t2" and error["line"] > 0 for error in errors)


def test_the_start_button_starts_a_case_whose_variables_wait_as_a_draft(world: World) -> None:
    button = modeler(world)
    sent = {"businessKey": "BK-1", "variables": {"isi": {"value": "Ann", "type": "String"}}}
    answer = button.start("baru", files(NEW), sent)
    assert answer.status_code == 200, answer.text
    told = answer.get_json()
    assert told["definitionId"] == button.definition["id"]
    (task,) = program(world, "Ani").get("/task")
    assert (task["processInstanceId"], task["assignee"]) == (told["id"], None)
    page = world.page(task["id"], "Ani")
    assert {field.name: field.value for field in page.fields} == {"perihal": "BK-1", "isi": "Ann"}
    assert page.draft_by is not None
    assert page.draft_by.name == "Nila"
    program(world, "Ani").post(f"/task/{task['id']}/complete", {})
    assert world.runner.case(told["id"], by=world.actor_named("Ani")).head.subject == "BK-1"
    assert world.broken() == ()


@pytest.mark.parametrize("sent", [{"businessKey": None, "variables": None}, {}, {"variables": {}}])
def test_the_start_button_needs_nothing(world: World, sent: dict[str, object]) -> None:
    assert modeler(world).start("baru", files(NEW), sent).status_code == 200


def test_a_variable_that_no_first_step_asks_for_is_refused_and_starts_nothing(world: World) -> None:
    answer = modeler(world).start("baru", files(NEW), {"variables": {"asing": {"value": 1}}})
    assert answer.status_code == 400
    assert "asing" in answer.get_json()["message"]
    assert world.contents()["cases"] == []


def test_whoever_may_only_draft_has_a_draft_saved_and_start_says_why_not(any_world: World) -> None:
    button = modeler(any_world, "Rina")
    told = button.deploy("baru", files(NEW))
    (definition,) = told["deployedProcessDefinitions"].values()
    assert definition["id"] == "uji-baru:0:konsep-belum-terbit"
    assert told["alur"]["state"] == "draft"
    assert "draft" in told["alur"]["message"]
    assert kinds(any_world) == ["DraftSaved"]
    answer = button.start("baru", files(NEW), {})
    assert answer.status_code == 403
    assert "draft" in answer.get_json()["message"]
    assert kinds(any_world) == ["DraftSaved"]
    (draft,) = any_world.runner.drafts(by=any_world.actor_named("Nila"))
    assert draft.key == NEW.key
    assert any_world.broken() == ()


def test_an_agency_with_four_eyes_has_a_publishers_deployment_drafted(world: World) -> None:
    world.runner.set_four_eyes(AGENCY, True, by=world.actor_named("Dewi"))
    told = modeler(world).deploy("baru", files(NEW))
    assert told["alur"]["state"] == "draft"
    assert "four eyes" in told["alur"]["message"]
    assert kinds(world) == ["DraftSaved"]


def test_a_broken_diagram_is_refused_to_those_who_draft_too(world: World) -> None:
    message = modeler(world, "Rina").deploy("baru", files(BROKEN))
    assert message.startswith("ENGINE-09005 Could not parse BPMN process.")
    assert kinds(world) == []


def test_what_is_in_force_already_is_no_draft(world: World) -> None:
    modeler(world).deploy("baru", files(NEW))
    told = modeler(world, "Rina").deploy("baru", files(NEW))
    assert told["alur"]["state"] == "unchanged"
    assert [d["version"] for d in told["deployedProcessDefinitions"].values()] == [1]
    assert kinds(world) == ["RevisionPublished"]


def test_the_draft_of_another_person_is_not_replaced(world: World) -> None:
    modeler(world, "Rina").deploy("baru", files(NEW))
    world.runner.set_four_eyes(AGENCY, True, by=world.actor_named("Dewi"))
    message = modeler(world).deploy("baru", files(LONGER))
    assert "Rina" in message
    (draft,) = world.runner.drafts(by=world.actor_named("Nila"))
    assert draft.author.name == "Rina"


@pytest.mark.parametrize("name", ["Ani", "Umar", "Tono", "Dewi"])
def test_whoever_may_neither_publish_nor_draft_is_refused(world: World, name: str) -> None:
    before = world.events()
    message = modeler(world, name).deploy("baru", files(NEW))
    assert "may not" in message
    assert world.events() == before


def test_a_form_from_its_own_tab_is_drafted_for_every_sop_that_uses_it(world: World) -> None:
    changed = a_form("catatan", {"type": "textarea", "key": "catatan", "label": "Catatan lain"})
    told = modeler(world).deploy("catatan", [("catatan.form", changed)])
    assert told["alur"]["state"] == "draft"
    assert {d["key"] for d in told["deployedProcessDefinitions"].values()} >= {LINEAR.key}
    assert len(world.runner.drafts(by=world.actor_named("Nila"))) == len(told["deployedProcessDefinitions"])
    unused = a_form("asing", {"type": "textfield", "key": "x", "label": "X"})
    assert "asing" in modeler(world).deploy("asing", [("asing.form", unused)])


def test_a_form_that_no_diagram_names_is_not_left_out_in_silence(world: World) -> None:
    extra = ("asing.form", a_form("asing", {"type": "textfield", "key": "x", "label": "X"}))
    assert "asing" in modeler(world).deploy("baru", [*files(NEW), extra])
    broken = modeler(world).deploy("baru", [*files(BROKEN), extra])
    assert broken.startswith("ENGINE-09005")  # what is wrong with the diagram is told first
    assert kinds(world) == []


def test_two_diagrams_of_one_process_are_refused(world: World) -> None:
    message = modeler(world).deploy("baru", [*files(NEW), ("lagi.bpmn", LONGER.bpmn())])
    assert "baru.bpmn" in message
    assert "lagi.bpmn" in message
    assert kinds(world) == []


def test_every_problem_of_every_diagram_stands_in_the_message(world: World) -> None:
    sent = [("rusak.bpmn", BROKEN.bpmn()), ("kosong.bpmn", b""), ("teks.bpmn", b"bukan xml")]
    message = modeler(world).deploy("baru", sent)
    assert "kosong.bpmn" in message
    assert "teks.bpmn" in message


def test_drafts_are_saved_all_or_none(any_world: World) -> None:
    second = Sop("uji-kedua", "s1 -> t1 -> e1", {"Staf": "t1"})
    any_world.runner.draft_diagram(
        LONGER.bpmn(), file="x.bpmn", forms={}, agency=AGENCY, by=any_world.actor_named("Nila")
    )
    message = modeler(any_world, "Rina").deploy("dua", [("kedua.bpmn", second.bpmn()), *files(NEW)])
    assert "Nila" in message
    assert kinds(any_world, second.key) == []


def test_a_form_that_changes_nothing_is_told_so(world: World) -> None:
    told = modeler(world).deploy("catatan", [SHEETS[1]])
    assert (told["alur"]["state"], told["deployedProcessDefinitions"]) == ("unchanged", None)
    assert "changed" in told["alur"]["message"]


@pytest.mark.parametrize("name", ["keputusan.dmn", "catatan.txt", "tanpa-akhiran", "skrip.js"])
def test_a_file_that_does_not_run_here_is_named_and_nothing_is_taken(world: World, name: str) -> None:
    message = modeler(world).deploy("baru", [*files(NEW), (name, b"x")])
    assert name in message
    assert kinds(world) == []


@pytest.mark.parametrize("name", ['a"b.bpmn', "ünïcode – naïve.bpmn", "dengan spasi.BPMN", "a\r\nb.bpmn"])
def test_file_names_are_taken_as_chromium_writes_them(world: World, name: str) -> None:
    assert modeler(world).deploy("baru", files(NEW, name))["alur"]["state"] == "published"


def test_a_deployment_without_a_file_is_refused_as_camunda_does(world: World) -> None:
    assert modeler(world).deploy("baru", []) == "No deployment resources contained in the form upload."


def test_the_tenant_says_whose_sop_a_new_one_becomes(world: World) -> None:
    button = modeler(world)
    assert "lain" in button.deploy("baru", files(NEW), tenant="lain")
    told = button.deploy("baru", files(NEW), tenant=AGENCY)
    assert told["tenantId"] == AGENCY


def test_an_unclear_agency_is_asked_for(world: World) -> None:
    everywhere = world.actor_named("Nila")
    second = world.runner.profile(AGENCY)
    admin = world.runner.declare(replace(second, code=AgencyCode("kedua")), by=world.actor_named("admin"))
    for duty in (Duty.ANALYST, Duty.PUBLISHER):
        world.runner.grant(everywhere.id, duty=duty, agency=None, by=admin)
    unnamed = Sop("tanpaawalan", "s1 -> t1 -> e1", {"Staf": "t1"})
    message = modeler(world).deploy("x", files(unnamed))
    assert "kedua" in message
    assert AGENCY in message
    assert modeler(world).deploy("x", files(NEW))["tenantId"] == AGENCY  # its id begins with uji-


def test_other_clients_name_their_parts_as_they_like(world: World) -> None:
    app = app_of(world)
    answer = app.test_client().post(
        "/engine-rest/deployment/create",
        headers={"Authorization": basic("nila.uji")},
        data={
            "deployment-name": "x",
            "enable-duplicate-filtering": "True",
            "deploy-changed-only": "False",
            "resource-0": (BytesIO(NEW.bpmn()), "baru.bpmn"),
        },
    )
    assert answer.status_code == 200, answer.text


def test_the_first_definition_is_that_of_the_first_diagram(world: World) -> None:
    second = Sop("aaa-kedua", "s1 -> t1 -> e1", {"Staf": "t1"})
    told = modeler(world).deploy("dua", [*files(NEW), ("kedua.bpmn", second.bpmn())])
    assert [d["key"] for d in told["deployedProcessDefinitions"].values()] == [NEW.key, second.key]
    resources = program(world, "Umar").get(f"/deployment/{told['id']}/resources")
    assert {resource["name"] for resource in resources} == {
        f"{NEW.key}.bpmn", f"{second.key}.bpmn", "surat.form", "catatan.form",
    }  # fmt: skip


def test_the_links_of_the_modeler_lead_to_our_pages(world: World) -> None:
    button = modeler(world)
    cockpit = button.web_apps()["cockpitUrl"]
    assert cockpit.endswith("/modeler/")
    told = button.deploy("baru", files(NEW))
    case = button.start("baru", files(NEW), {}).get_json()["id"]
    client = button.app.test_client()
    client.get("/masuk")
    with client.session_transaction() as session:
        session["_user_id"] = world.runner.log_in("nila.uji", "kata-sandi-uji")
    query = "%5B%7B%22type%22:%22id%22,%22operator%22:%22eq%22,%22value%22:%22" + told["id"] + "%22%7D%5D"
    assert client.get(f"/modeler/repository?deploymentsQuery={query}").location == "/sop/uji-baru?revisi=1"
    assert client.get(f"/modeler/process-instance/{case}").location == f"/berkas/{case}"
    for nonsense in ("", "[]", "x", '[{"value": 3}]', "%00", '[{"value": "konsep-x"}]'):
        answer = client.get("/modeler/repository", query_string={"deploymentsQuery": nonsense})
        assert answer.status_code == 302, nonsense


@pytest.mark.thorough  # looks at the clock
def test_a_deployment_is_answered_well_within_the_five_seconds_that_the_modeler_waits(world: World) -> None:
    button = modeler(world)
    button.connects()
    began = time.monotonic()
    assert button.deploy("baru", files(LONGER))["alur"]["state"] == "published"
    assert time.monotonic() - began < 4


def test_the_proof_of_a_hostile_diagram_is_given_up_before_the_modeler_gives_up(world: World) -> None:
    branches = [f"p1 -> x{n}m -> t{n} -> x{n}\nx{n} -> p2 [Setuju]\nx{n} -> x{n}m [Ulang]" for n in range(12)]
    arrows = "\n".join(["s1 -> p1", *branches, "p2 -> e1"])
    steps = " ".join(f"t{n}" for n in range(12))
    button = modeler(world)
    button.connects()
    message = button.deploy("jahat", [("jahat.bpmn", Sop("uji-jahat", arrows, {"Staf": steps}).bpmn())])
    assert "not proven" in message


def test_what_is_in_force_already_waits_for_no_second_proof(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    button = modeler(world)
    button.deploy("baru", files(NEW))

    def proves(*_: object, **__: object) -> None:
        raise AssertionError("Expected no proof of what is in force.")

    monkeypatch.setattr(trial, "explored", proves)
    assert button.start("baru", files(NEW), {}).status_code == 200


def test_what_waits_for_its_day_comes_in_force_now_when_it_is_deployed(world: World) -> None:
    button = modeler(world)
    button.deploy("baru", files(NEW))
    forms = {FormId("surat"): SHEETS[0][1], FormId("catatan"): SHEETS[1][1]}
    world.runner.publish(
        LONGER.bpmn(),
        file="baru.bpmn",
        forms=forms,
        agency=AGENCY,
        by=world.actor_named("Nila"),
        effective_from=world.clock.now + timedelta(days=3),
    )
    told = button.deploy("baru", files(LONGER))
    assert told["alur"]["state"] == "published"
    assert [d["version"] for d in told["deployedProcessDefinitions"].values()] == [3]
    assert button.start("baru", files(LONGER), {}).status_code == 200


def test_a_form_that_another_deployment_changed_makes_a_new_version(world: World) -> None:
    button = modeler(world)
    alone = [("baru.bpmn", NEW.bpmn())]
    button.deploy("baru", alone)
    world.clock.pass_(minutes=1)
    changed = a_form("catatan", {"type": "textarea", "key": "catatan", "label": "Catatan baru"})
    second = Sop("uji-kedua", "s1 -> t1 -> t2 -> e1", {"Staf": "t1", "Kabag": "t2"})
    button.deploy("kedua", [("kedua.bpmn", second.bpmn()), ("catatan.form", changed)])
    assert [d["version"] for d in button.deploy("baru", alone)["deployedProcessDefinitions"].values()] == [2]
    assert button.deploy("baru", alone)["alur"]["state"] == "unchanged"


def test_starting_what_is_not_in_force_is_refused(world: World) -> None:
    button = modeler(world)
    button.deploy("baru", files(NEW))
    old = button.definition["id"]
    button.deploy("baru", files(LONGER))
    asking = Program(button.app, basic("nila.uji"))
    assert "2" in asking.refused("POST", f"/process-definition/{old}/start", 409, {})["message"]
    asking.refused("POST", "/process-definition/uji-baru:2:000000000000/start", 404, {})
    asking.post("/process-definition/key/uji-baru/start", {})
