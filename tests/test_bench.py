"""The figures that bind, where CI can hold them: ratios of CPU time within one run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from runner.bench import measure_engine, measured_home
from webui import bench, command_line


def test_an_engine_cycle_costs_a_third_of_the_stock_one_and_stays_flat_in_a_long_loop() -> None:
    figures = measure_engine()
    assert figures.cycle_vs_stock <= 0.34
    assert figures.loop60_ratio <= 1.2


def test_a_completion_takes_at_most_ten_statements(tmp_path: Path) -> None:
    home = measured_home(tmp_path)
    walked = bench.walk(home, cases=1)
    home.runner.store.close()
    assert walked.statements <= 10
    assert walked.completion < walked.bare * 20  # a loose bound: the exact one is for a quiet machine


def test_the_inbox_to_measure_has_a_tenth_of_its_tasks_for_the_person(tmp_path: Path) -> None:
    home = measured_home(tmp_path)
    home.fill_inbox(1_000)
    person = home.runner.actor_by_account(home.account)
    seen, after = 0, None
    while True:
        page = home.runner.inbox(by=person, after=after)
        seen += len(page.lines)
        after = page.after
        if after is None:
            break
    home.runner.store.close()
    assert seen == 100


@pytest.mark.thorough
def test_alur_bench_keeps_every_bound_within_a_minute() -> None:
    said = CliRunner().invoke(vars(command_line)["alur"], ["bench", "--json"])
    assert said.exit_code == 0, said.output
    figures = json.loads(said.output)
    assert figures["completion_vs_bare_flask"] <= 12
    assert figures["engine_cycle_vs_stock"] <= 0.34
    assert figures["loop60_ratio"] <= 1.2
    assert figures["inbox_1m_vs_10k"] <= 1.5
    assert figures["statements_per_completion"] <= 10
    assert figures["seconds"] <= 60
    also = {"completion_wsgi_cpu_ms", "start_wsgi_cpu_ms", "form_wsgi_cpu_ms", "commit_floor_per_s"}
    assert also <= figures.keys()
