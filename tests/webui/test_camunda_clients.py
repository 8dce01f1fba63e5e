"""Independent clients, unmodified, against a running server: deploy, list, start, work, read history."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import generic_camunda_client as camunda
import pycamunda.auth
import pycamunda.deployment
import pycamunda.processdef
import pycamunda.processinst
import pycamunda.task
import pycamunda.version
import pytest
from requests.auth import HTTPBasicAuth

from runner.model import FormId
from tests.builders import FORMS, PASSWORD, Sop, World
from tests.servers import Server, serving

SOP = Sop("uji-klien", "s1 -> x0 -> t1 -> t2 -> x1\nx1 -> e1 [Setuju]\nx1 -> x0 [Kembalikan]",
          {"Staf": "t1", "Kabag": "t2"})  # fmt: skip


@pytest.fixture
def server(world: World) -> Iterator[Server]:
    with serving(world, servers=1) as (one,):
        yield one


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "klien.bpmn").write_bytes(SOP.bpmn())
    for form in ("surat", "catatan"):
        (tmp_path / f"{form}.form").write_bytes(FORMS[FormId(form)])
    return tmp_path


class Py:
    """pycamunda, as one person."""

    def __init__(self, server: Server, name: str) -> None:
        self.url = f"http://127.0.0.1:{server.port}/engine-rest"
        self.account = f"{name.lower()}.uji"

    def ask(self, request: Any) -> Any:
        request.auth = HTTPBasicAuth(self.account, PASSWORD)
        return request()


def test_pycamunda_deploys_starts_and_works_a_case_to_its_end(
    world: World, server: Server, folder: Path
) -> None:
    nila, ani, budi = (Py(server, name) for name in ("Nila", "Ani", "Budi"))
    assert nila.ask(pycamunda.version.Get(nila.url)) is not None
    create = pycamunda.deployment.Create(nila.url, name="klien", source="pycamunda")
    with (folder / "klien.bpmn").open("rb") as diagram, (folder / "surat.form").open("rb") as form:
        create.add_resource(diagram)
        create.add_resource(form)
        deployed = nila.ask(create)
    assert [d.version for d in deployed.deployed_process_definitions.values()] == [1]
    assert nila.ask(pycamunda.deployment.GetList(nila.url, name="klien"))[0].id_ == deployed.id_
    assert {r.name for r in nila.ask(pycamunda.deployment.GetResources(nila.url, id_=deployed.id_))} == {
        "uji-klien.bpmn", "surat.form", "catatan.form",
    }  # fmt: skip
    (found,) = ani.ask(pycamunda.processdef.GetList(ani.url, key="uji-klien", latest_version=True))
    assert ani.ask(pycamunda.processdef.GetXML(ani.url, id_=found.id_)) == SOP.bpmn().decode()
    started = ani.ask(pycamunda.processdef.StartInstance(ani.url, key="uji-klien", business_key="Rapat"))
    assert started.definition_id == found.id_
    assert [i.id_ for i in ani.ask(pycamunda.processinst.GetList(ani.url))] == [started.id_]
    (task,) = ani.ask(pycamunda.task.GetList(ani.url, process_instance_id=started.id_))
    ani.ask(pycamunda.task.Claim(ani.url, id_=task.id_, user_id=ani.account))
    assert ani.ask(pycamunda.task.Get(ani.url, id_=task.id_)).assignee == ani.account
    ani.ask(pycamunda.task.Unclaim(ani.url, id_=task.id_))
    answer = pycamunda.task.Complete(ani.url, id_=task.id_)
    answer.add_variable(name="perihal", value="Undangan rapat")
    ani.ask(answer)
    (task,) = budi.ask(pycamunda.task.GetList(budi.url))
    decide = pycamunda.task.Complete(budi.url, id_=task.id_)
    with pytest.raises(pycamunda.BadRequest, match="x1"):
        budi.ask(decide)
    decide.add_variable(name="x1", value="Setuju")
    budi.ask(decide)
    assert ani.ask(pycamunda.processinst.GetList(ani.url)) == ()
    with pytest.raises(pycamunda.NotFound):
        budi.ask(decide_again(budi, task.id_[:-1] + "x"))
    assert world.broken() == ()


def decide_again(who: Py, task: str) -> Any:
    return pycamunda.task.Claim(who.url, id_=task, user_id=who.account)


def generic(server: Server, name: str) -> camunda.ApiClient:
    """generic-camunda-client, as one person."""
    shown = base64.b64encode(f"{name.lower()}.uji:{PASSWORD}".encode()).decode()
    configuration = camunda.Configuration(host=f"http://127.0.0.1:{server.port}/engine-rest")
    return camunda.ApiClient(configuration, header_name="Authorization", header_value=f"Basic {shown}")


def test_the_generic_camunda_client_deploys_works_and_reads_the_history(
    world: World, server: Server, folder: Path
) -> None:
    nila, ani, budi, tono = (generic(server, name) for name in ("Nila", "Ani", "Budi", "Tono"))
    deployed = camunda.DeploymentApi(nila).create_deployment(
        data=str(folder / "klien.bpmn"), deployment_name="klien", deployment_source="generic"
    )
    (definition,) = deployed.deployed_process_definitions.values()
    assert definition.version == 1
    (listed,) = camunda.DeploymentApi(nila).get_deployments(name="klien")
    assert listed.id == deployed.id
    (found,) = camunda.ProcessDefinitionApi(ani).get_process_definitions(key="uji-klien", latest_version=True)
    assert found.id == definition.id
    started = camunda.ProcessDefinitionApi(ani).start_process_instance_by_key(
        "uji-klien", start_process_instance_dto=camunda.StartProcessInstanceDto(business_key="BK-1")
    )
    assert camunda.ProcessInstanceApi(ani).get_process_instances_count().count == 1
    tasks = camunda.TaskApi(ani).query_tasks(
        task_query_dto=camunda.TaskQueryDto(process_instance_id=started.id)
    )
    (task,) = tasks
    camunda.TaskApi(ani).claim(task.id, user_id_dto=camunda.UserIdDto(user_id="ani.uji"))
    complete(ani, task.id, perihal="Undangan rapat")
    (task,) = camunda.TaskApi(budi).get_tasks(assignee=None)
    complete(budi, task.id, x1="Setuju", catatan="baik")
    stays = camunda.HistoricActivityInstanceApi(tono).get_historic_activity_instances(
        process_instance_id=started.id
    )
    assert [stay.activity_id for stay in stays] == ["s1", "x0", "t1", "t2", "x1", "e1"]
    assert [stay.assignee for stay in stays if stay.task_id] == ["ani.uji", "budi.uji"]
    (past,) = camunda.HistoricProcessInstanceApi(tono).get_historic_process_instances(finished=True)
    assert (past.id, past.state, past.start_user_id) == (started.id, "COMPLETED", "ani.uji")
    done = camunda.HistoricTaskInstanceApi(tono).get_historic_task_instances(finished=True)
    assert {(one.task_definition_key, one.assignee) for one in done} == {
        ("t1", "ani.uji"),
        ("t2", "budi.uji"),
    }
    assert world.broken() == ()


def complete(who: camunda.ApiClient, task: str, **values: str) -> None:
    """The task with these variables; the client insists on an answer."""
    variables = {name: camunda.VariableValueDto(value=value, type="String") for name, value in values.items()}
    sent = camunda.CompleteTaskDto(variables=variables, with_variables_in_return=True)
    told = camunda.TaskApi(who).complete(task, complete_task_dto=sent)
    assert set(told) == set(values)
