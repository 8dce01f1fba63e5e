"""A table becomes a flow by the rules of bpmn/README.md."""

from __future__ import annotations

import pytest

from runner import diagram, drawing
from runner.diagram import Diagram
from runner.drawing.naming import Ids, camel, short_name
from runner.errors import DiagramRefused
from runner.model import ElementId, FormId
from runner.sop_table import END, ONWARD, Choice, Decision, Executor, SopTable, Step

RULES = b"""
perihal = ["perihal"]
[menolak]
kata = ["memeriksa", "penandatanganan*"]
[[aturan]]
formulir = "periksa"
keputusan = true
[[aturan]]
formulir = "catat"
pertama = true
[[aturan]]
formulir = "arsipkan"
kata = ["*arsip*"]
[[aturan]]
formulir = "lain"
"""
SETS = {FormId("catat"): frozenset({"perihal"}), FormId("lain"): frozenset({"isi"})}


def step(number: str, activity: str, executor: str = "Staf", **more: object) -> Step:
    """A step with what the test is about."""
    return Step(number=number, activity=activity, executor=executor, **more)  # type: ignore[arg-type]


def ask(*choices: tuple[str, str]) -> Decision:
    """A decision with these ways."""
    return Decision(question="Layak?", choices=tuple(Choice(name=name, to=to) for name, to in choices))


def drawn(*steps: Step, note: str = "") -> Diagram:
    """The diagram of these steps, read by the gate."""
    table = SopTable(
        executors=(Executor(name="Kadis"), Executor(name="Staf")),
        steps=steps,
        cover={"namaSop": "SOP Contoh"},
        note=note,
    )
    choosing = drawing.read(RULES, file="pemilihan.toml")
    made = drawing.draw(table, key="contoh", label="1", choosing=choosing, sets=SETS)
    again = drawing.draw(table, key="contoh", label="1", choosing=choosing, sets=SETS)
    assert made.content == again.content
    assert [problem for problem in made.problems if problem.code != "draw.no_way_back"] == []
    return diagram.read(made.content, file="contoh.bpmn")


def ways(read: Diagram) -> dict[str, list[tuple[str, str]]]:
    """For every question its choices and the task that each comes to, merges left out."""
    flows = read.drawing.flows.values()
    after = {flow.source: flow.target for flow in flows}

    def task(node: str) -> str:
        while read.drawing.nodes[node].kind == "exclusiveGateway" and node not in read.questions:
            node = after[node]
        return read.drawing.nodes[node].name or node

    return {
        question.text: [
            (choice.name, task(read.drawing.flows[choice.flow].target)) for choice in question.choices
        ]
        for question in read.questions.values()
    }


def test_steps_stand_in_their_order_with_their_words() -> None:
    read = drawn(
        step(
            "1", "Staf menerima surat dan mencatatnya", time="PT5M", time_printed="5 menit", needs="a & <b>"
        ),
        step("2", "Mengarsipkan surat", "Kadis", note="Tercetak lain."),
        note="Sampul milik SOP lain.",
    )
    tasks = [read.tasks[key] for key in read.order]
    assert [(task.name, task.documentation, task.form) for task in tasks] == [
        ("Menerima surat", "Staf menerima surat dan mencatatnya", "catat"),
        ("Mengarsipkan surat", "Mengarsipkan surat", "arsipkan"),
    ]
    assert dict(tasks[0].properties) == {
        "langkah": "1",
        "kelengkapan": "a & <b>",
        "waktu": "PT5M",
        "waktuTercetak": "5 menit",
    }
    assert tasks[1].properties["catatanSumber"] == "Tercetak lain."
    assert read.subject_field == "perihal"
    assert read.cover["catatanSumber"] == "Sampul milik SOP lain."


def test_whoever_examines_can_send_back_to_the_step_before() -> None:
    read = drawn(
        step("1", "Menyusun"),
        step("2", "Memeriksa konsep", "Kadis", output="Konsep surat"),
        step("3", "Tutup"),
    )
    assert ways(read) == {"Konsep surat disetujui?": [("Setuju", "Tutup"), ("Kembalikan", "Menyusun")]}
    (question,) = read.questions.values()
    assert [choice.returns for choice in question.choices] == [False, True]
    assert read.tasks[question.decider].form == "periksa"


def test_a_step_that_the_print_draws_as_a_box_stays_plain() -> None:
    assert not drawn(step("1", "Menyusun"), step("2", "Memeriksa konsep", plain=True)).questions


def test_the_first_step_has_nothing_to_send_back_to() -> None:
    assert not drawn(step("1", "Memeriksa permohonan"), step("2", "Menyusun")).questions


def test_ways_lead_back_on_ahead_and_to_the_end() -> None:
    read = drawn(
        step("1", "Menyusun"),
        step(
            "2",
            "Menilai",
            decision=ask(("Ya", ONWARD), ("Kembali", "1"), ("Cukup arsip", "4"), ("Tolak", END)),
        ),
        step("3", "Menindaklanjuti"),
        step("4", "Mengarsipkan"),
    )
    assert ways(read)["Layak?"] == [
        ("Ya", "Menindaklanjuti"),
        ("Kembali", "Menyusun"),
        ("Cukup arsip", "Mengarsipkan"),
        ("Tolak", "Selesai (Tolak)"),
    ]


def test_many_returns_to_one_step_meet_in_merges_of_at_most_three() -> None:
    back = [step(str(n), f"Menilai {n}", decision=ask(("Ya", ONWARD), ("Tidak", "1"))) for n in range(2, 8)]
    read = drawn(step("1", "Menyusun"), *back)
    incoming: dict[str, int] = {}
    for flow in read.drawing.flows.values():
        incoming[flow.target] = incoming.get(flow.target, 0) + 1
    assert max(incoming.values()) == 3
    assert incoming["Task_Menyusun"] == 1


def test_a_return_that_another_way_passes_by_is_marked() -> None:
    read = drawn(
        step("1", "Menyusun", decision=ask(("Ya", "3"), ("Tidak", ONWARD))),
        step("2", "Melengkapi"),
        step("3", "Menilai", decision=ask(("Ya", END), ("Tidak", "2"))),
    )
    marked = [flow.name for flow in read.drawing.flows.values() if flow.properties.get("kembali") == "ya"]
    assert marked == ["Tidak"]
    last = read.questions[ElementId("Gateway_Menilai")]
    assert [choice.returns for choice in last.choices] == [False, True]


def test_steps_of_one_name_get_ids_that_differ() -> None:
    read = drawn(step("1", "Menyusun"), step("2", "Pengecekan"), step("3", "Pengecekan"))
    assert len(read.tasks) == 3


@pytest.mark.parametrize(
    ("activity", "name"),
    [
        ("Seksi Membuat Surat dan di Serahkan ke Sekretaris untuk di paraf", "Membuat Surat"),
        ("Menerima surat masuk dari PTSP kemudian mencatatnya", "Menerima surat masuk dari PTSP"),
        ("Penandatanganan berkas", "Penandatanganan berkas"),
        ("Mengentri, mengunggah data", "Mengentri, mengunggah data"),
        ("Menyampaikan laporan pertanggungjawaban keuangan tahunan kepada", "Menyampaikan laporan"),
    ],
)
def test_a_short_name_is_the_verb_and_what_it_is_about(activity: str, name: str) -> None:
    assert short_name(activity) == name


@pytest.mark.parametrize("activity", ["", "...", "x" * 80, "SPP - LS", "/ / /"])
def test_a_short_name_is_short_whatever_the_activity(activity: str) -> None:
    assert len(short_name(activity)) <= 36


def test_ids_are_plain() -> None:
    assert camel("Menyerahkan Surat ke-2 (asli) & Résumé LAKIP") == "MenyerahkanSuratKe2AsliResumeLakip"
    ids = Ids()
    assert [ids.take("Task", "Memeriksa"), ids.take("Task", "memeriksa")] == [
        "Task_Memeriksa",
        "Task_Memeriksa2",
    ]


def test_no_form_and_no_subject_are_said() -> None:
    rules = b'perihal = ["perihal"]\n[menolak]\nkata = ["memeriksa"]\n'
    table = SopTable(executors=(Executor(name="Staf"),), steps=(step("1", "Menyusun"),))
    made = drawing.draw(table, key="k", label="1", choosing=drawing.read(rules, file="r"), sets={})
    assert [problem.code for problem in made.problems] == ["draw.no_form", "draw.no_subject"]


@pytest.mark.parametrize(
    ("rules", "codes"),
    [
        (b"perihal = [", ["choosing.malformed"]),
        (b"\xff", ["choosing.malformed"]),
        (b"", ["choosing.words"]),
        (b"[[aturan]]\nkata = ['x']\n", ["choosing.rule", "choosing.words"]),
    ],
)
def test_rules_that_cannot_be_read_are_refused(rules: bytes, codes: list[str]) -> None:
    with pytest.raises(DiagramRefused) as no:
        drawing.read(rules, file="pemilihan.toml")
    assert [problem.code for problem in no.value.problems] == codes
