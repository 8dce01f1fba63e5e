"""The inbox as its owner sees it."""

from __future__ import annotations

import pytest

from tests.webui.office import Office


@pytest.mark.parametrize(
    ("tab", "said", "way_out"),
    [
        ("", "Tidak ada tugas yang sedang Anda pegang", "/kotak-masuk/jabatan"),
        ("/jabatan", "Tidak ada tugas yang menunggu jabatan Anda", "/sop"),
        ("/selesai", "Belum ada tugas yang Anda selesaikan", "/kotak-masuk"),
    ],
)
def test_an_empty_tab_tells_what_to_do(office: Office, tab: str, said: str, way_out: str) -> None:
    page = office.login("kabag.uji").get(f"/kotak-masuk{tab}").text
    assert said in page
    assert f'class="btn btn-primary" href="{way_out}"' in page


def test_a_waiting_task_shows_number_step_age_due_moment_and_a_button_to_take_it(office: Office) -> None:
    task = office.start()
    page = office.login("staf.uji").get("/kotak-masuk/jabatan").text
    for part in ("0001/2026", "Menulis nota", "Nota Dinas", "baru saja", "Sen, 23 Nov 2026 10.30 WITA"):
        assert part in page
    assert "Belum diambil" in page
    assert f'action="/tugas/{task}/ambil"' in page
    assert "Terlambat" not in page
    assert task not in office.login("kabag.uji").get("/kotak-masuk/jabatan").text


def test_an_overdue_task_carries_a_badge_and_its_age(office: Office) -> None:
    office.start()
    office.clock.pass_(hours=3)
    page = office.login("staf.uji").get("/kotak-masuk/jabatan").text
    assert "Terlambat" in page
    assert "3 jam lalu" in page


def test_taking_a_task_puts_it_into_mine_and_names_the_holder_to_colleagues(office: Office) -> None:
    task = office.start()
    browser = office.login("staf.uji")
    browser.get("/kotak-masuk/jabatan")
    taken = browser.post(f"/tugas/{task}/ambil")
    assert taken.location == f"/tugas/{task}"
    assert task in browser.get("/kotak-masuk").text
    colleague = office.login("rekan.uji")
    late = colleague.get(f"/tugas/{task}")
    assert "Staf Satu" in late.text
    second = colleague.post(f"/tugas/{task}/ambil")
    assert second.status_code == 409
    assert "Staf Satu sedang mengerjakan tugas ini" in second.text


def test_releasing_a_task_gives_it_back_to_the_position(office: Office) -> None:
    task = office.start()
    browser = office.login("staf.uji")
    browser.get(f"/tugas/{task}")
    browser.post(f"/tugas/{task}/ambil")
    assert browser.post(f"/tugas/{task}/lepas").location == "/kotak-masuk/jabatan"
    assert "Belum diambil" in browser.get("/kotak-masuk/jabatan").text
    again = browser.post(f"/tugas/{task}/lepas")
    assert again.status_code == 409


def test_a_finished_task_is_found_again_with_its_outcome(office: Office) -> None:
    task = office.start()
    browser = office.login("staf.uji")
    browser.get(f"/tugas/{task}")
    browser.post(f"/tugas/{task}", perihal="Undangan")
    page = browser.get("/kotak-masuk/selesai").text
    assert "Undangan" in page
    assert "/berkas/" in page


def test_thirty_tasks_make_a_page_and_the_next_one_is_a_link_away(office: Office) -> None:
    for _ in range(31):
        office.start()
    browser = office.login("staf.uji")
    page = browser.get("/kotak-masuk/jabatan").text
    assert page.count("/ambil") == 30
    start = page.index("/kotak-masuk/jabatan?setelah=")
    after = browser.get(page[start : page.index('"', start)].replace("&amp;", "&")).text
    assert after.count("/ambil") == 1
    assert "Ke halaman pertama" in after
