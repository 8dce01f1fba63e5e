"""``alur try``: an SOP walks through its office on the terminal, and nothing is left of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from runner.command_line import alur
from runner.model import FormId
from tests.builders import CONDITION, FORMS, LINEAR, LOOP, OFFICES, PARALLEL, SUBJECT, Sop, a_form

ROOT = Path(__file__).parent.parent
REFUSED = ROOT / "tests" / "refused"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ALUR_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return tmp_path / "home"


def run(*words: object, typed: str | None = None) -> Result:
    return CliRunner().invoke(alur, [str(word) for word in words], input=typed)


def on_disk(folder: Path, sop: Sop, forms: dict[FormId, bytes] = FORMS, *, office: bool = True) -> Path:
    """The SOP with its forms beside it."""
    folder.mkdir(exist_ok=True)
    for name, content in forms.items():
        (folder / f"{name}.form").write_bytes(content)
    if office:
        (folder / "instansi.toml").write_text(OFFICES, "utf-8")
    (folder / f"{sop.key}.bpmn").write_bytes(sop.bpmn())
    return folder / f"{sop.key}.bpmn"


def steps(done: Result) -> list[str]:
    """The steps in the order in which they were done."""
    told = [line.split("  ", 1)[1] for line in done.output.splitlines() if ". Langkah" in line]
    return [line.split("Langkah ")[1].split(" ")[0] for line in told]


def test_a_file_walks_to_its_end_and_leaves_no_trace(tmp_path: Path, home: Path) -> None:
    done = run("try", on_disk(tmp_path / "sop", LINEAR), "--at", "2026-03-06T15:00")
    assert done.exit_code == 0, done.output
    assert "Tidak ada yang tercatat" in done.output
    assert "1. Langkah t1 · Staf Umum (Contoh Staf Umum) · batas 09-03-2026 15.00" in done.output
    assert "2. Langkah t2 · Kepala Bagian (Contoh Kepala Bagian)" in done.output
    assert "selesai di “Selesai e1” sesudah 2 langkah" in done.output
    assert not home.exists()


def test_a_diagram_without_an_agency_is_tried_with_its_lanes_as_positions(tmp_path: Path) -> None:
    done = run("--language", "en", "try", on_disk(tmp_path / "sop", PARALLEL, office=False))
    assert done.exit_code == 0, done.output
    assert "Kabag (Contoh Kabag)" in done.output
    assert "Nothing is recorded" in done.output


def test_outcomes_are_chosen_by_gateway_or_by_its_text_one_for_each_pass(tmp_path: Path) -> None:
    file = on_disk(tmp_path / "sop", LOOP)
    assert steps(run("try", file, "--no-ask")) == ["t1", "t2"]
    twice = ("--choose", "x1=Kembalikan", "--choose", "x1=Kembalikan")
    assert steps(run("try", file, *twice)) == ["t1", "t2"] * 3
    assert steps(run("try", file, "--choose", "Disetujui? x1=Kembalikan")) == ["t1", "t2"] * 2


@pytest.mark.parametrize("name", ["answers.json", "answers.toml"])
def test_answers_come_from_a_file_by_step_and_decide_the_way(tmp_path: Path, name: str) -> None:
    file, answers = on_disk(tmp_path / "sop", CONDITION), tmp_path / name
    for number, way in ((11, ["t1", "t2"]), (3, ["t1"])):
        answers.write_text(
            json.dumps({"t1": {"nilai": number}}) if name.endswith("json") else f"[t1]\nnilai = {number}\n"
        )
        assert steps(run("try", file, "--answers", answers)) == way


@pytest.mark.parametrize(
    "wrong",
    [{"t9": {}}, {"t1": {"nomor": 1}}, {"t1": 5}, [], {"Langkah t1": [{"catatan": "tak ditanyakan"}]}],
)
def test_answers_that_no_step_asks_for_are_refused_and_not_dropped(tmp_path: Path, wrong: object) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps(wrong))
    done = run("try", on_disk(tmp_path / "sop", CONDITION), "--answers", answers)
    assert (done.exit_code, "Uji coba" in done.output) == (2, False), done.output


def test_an_answer_that_the_form_refuses_stops_the_walk_with_its_sentence(tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({"t1": {"perihal": ""}}))
    left_empty = run("try", on_disk(tmp_path / "sop", LINEAR), "--answers", answers)
    assert (left_empty.exit_code, "[perihal]" in left_empty.output) == (1, True)
    answers.write_text(json.dumps({"t1": {}}))
    assert run("try", on_disk(tmp_path / "sop", LINEAR), "--answers", answers).exit_code == 0  # a sample
    answers.write_text(json.dumps({"t1": {"nilai": "banyak"}}))
    done = run("try", on_disk(tmp_path / "sop", CONDITION), "--answers", answers)
    assert done.exit_code == 1
    assert "Berhenti di “Langkah t1”: " in done.output
    assert "[nilai]" in done.output


def test_on_a_terminal_every_answer_is_asked_and_enter_takes_the_sample(tmp_path: Path) -> None:
    typed = "Undangan\n\n\nKembalikan\nBelum lengkap\n\n\n\nSetuju\n"
    done = run("try", on_disk(tmp_path / "sop", LOOP), "--ask", typed=typed)
    assert done.exit_code == 0, done.output
    assert steps(done) == ["t1", "t2"] * 2
    assert done.output.count("Perihal: Undangan\n") == 2
    assert "Alasan: Belum lengkap" in done.output


def test_what_is_refused_on_a_terminal_is_asked_again(tmp_path: Path) -> None:
    forms = {**FORMS, FormId("surat"): a_form("surat", {**SUBJECT, "validate": {"minLength": 5}})}
    done = run("try", on_disk(tmp_path / "sop", LINEAR, forms), "--ask", typed="abc\nabcdef\n\n")
    assert done.exit_code == 0, done.output
    assert "! Perihal: " in done.output
    assert "Perihal: abcdef" in done.output


@pytest.mark.parametrize(
    "file",
    ["tanpa-lajur.bpmn", "bukan-xml.bpmn", "jalan-buntu.bpmn", "langkah-tanpa-nama.bpmn", "doctype.bpmn"],
)
def test_what_cannot_run_is_refused_with_every_problem_and_no_traceback(file: str) -> None:
    done = run("try", REFUSED / file)
    assert (done.exit_code, type(done.exception)) == (1, SystemExit)
    assert f"{file}:" in done.output


def test_a_diagram_that_gets_stuck_is_tried_until_it_does(tmp_path: Path) -> None:
    stuck = Sop(
        "uji-macet",
        """s1 -> t1 -> x1
        x1 -> t2 [Ya]
        x1 -> t3 [Tidak]
        t2 -> p1
        t3 -> p1
        p1 -> e1""",
        {"Staf": "t1 t2 t3"},
    )
    done = run("try", on_disk(tmp_path / "sop", stuck))
    assert (done.exit_code, type(done.exception)) == (1, SystemExit), done.output
    assert "macet" in done.output


def test_revisions_are_tried_by_number_and_drafts_by_name(tmp_path: Path) -> None:
    on_disk(tmp_path / "sop", LINEAR)
    assert run("publish", tmp_path / "sop").exit_code == 0
    before = run("verify").output
    for target in ("uji-lurus", "uji-lurus@1"):
        done = run("try", target)
        assert (done.exit_code, "(revisi 1)" in done.output) == (0, True), done.output
    assert run("try", "uji-lurus@7").exit_code == 1
    assert run("try", "uji-lurus@draft").exit_code == 1
    assert run("try", "uji-lurus@x").exit_code == 2
    assert run("try", tmp_path / "tidak-ada.bpmn").exit_code == 2
    (tmp_path / "sop" / "catatan.form").write_bytes(a_form("catatan", SUBJECT))
    assert run("publish", tmp_path / "sop" / "catatan.form").exit_code == 0
    done = run("try", "uji-lurus@draft")
    assert (done.exit_code, "(konsep)" in done.output) == (0, True), done.output
    assert run("cases").output == ""
    assert before.split(",")[2] == run("verify").output.split(",")[2]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"[1]", "Tulis seperti"),
        (b"{", "bukan JSON atau TOML yang benar"),
        (b"\xff\xfe\x00", "bukan teks UTF-8"),
        (b'{"t1": 3}', "t1: Tulis seperti"),
        (b'{"t1": {"tiada": 3}}', "tiada: tidak ada di formulir langkah “Langkah t1”"),
    ],
)
def test_a_file_of_answers_that_cannot_be_read_is_refused_in_a_sentence(
    tmp_path: Path, text: bytes, said: str
) -> None:
    answers = tmp_path / "answers.json"
    answers.write_bytes(text)
    done = run("try", on_disk(tmp_path / "sop", LINEAR), "--answers", answers)
    assert done.exit_code == 2
    assert said in done.output
