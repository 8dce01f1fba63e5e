"""One task from opening to sending, without JavaScript."""

from __future__ import annotations

import re

from runner import TaskId
from tests.webui.office import Browser, Office


def opened(office: Office, account: str = "staf.uji") -> tuple[Browser, str]:
    """A browser on the page of a new case's first task, and the address of the task."""
    address = f"/tugas/{office.start()}"
    browser = office.login(account)
    browser.get(address)
    return browser, address


def sent(office: Office) -> tuple[Browser, str]:
    """The Kabag's browser on the page of the second task, after the first was sent."""
    browser, address = opened(office)
    goals = {"tujuan[]": "1", "tujuan[0].nama": "Bupati"}
    answer = browser.post(address, goals, perihal="Undangan rapat", isi="Isi lengkap")
    assert answer.status_code == 302, answer.text
    reader = office.login("kabag.uji")
    task = re.search(r"/tugas/([\w-]+)/ambil", reader.get("/kotak-masuk/jabatan").text)
    assert task
    address = f"/tugas/{task[1]}"
    reader.get(address)
    return reader, address


def test_the_page_shows_the_step_and_what_its_standard_asks_for(office: Office) -> None:
    browser, _ = opened(office)
    page = browser.page
    assert "<h1>Menulis nota</h1>" in page
    for part in ("Staf menulis nota dinas.", "Kertas bergaris", "30 Menit", "Nota tertulis", "0001/2026"):
        assert part in page
    assert "Sen, 23 Nov 2026 10.30 WITA" in page
    assert "<title>Menulis nota – 0001/2026 · Alur</title>" in page


def test_a_sent_task_says_its_number_and_what_happens_next(office: Office) -> None:
    browser, address = opened(office)
    answer = browser.post(address, perihal="Undangan rapat")
    page = browser.follow(answer).text
    assert "Terkirim: berkas 0001/2026" in page
    assert "Memeriksa nota (Kepala Bagian)" in page
    assert "Lihat berkas" in page


def test_sending_the_same_page_twice_records_it_once(office: Office) -> None:
    browser, address = opened(office)
    token, csrf = browser.hidden("token"), browser.hidden("csrf_token")
    form = {"perihal": "Undangan", "token": token, "csrf_token": csrf}
    first = browser.client.post(address, data=form)
    second = browser.client.post(address, data=form)
    assert (first.status_code, second.status_code) == (302, 302)
    case = office.runner.cases(by=office.runner.actor_by_account("staf.uji")).lines[0]
    moments = office.runner.case(case.id, by=office.runner.actor_by_account("staf.uji")).moments
    assert [moment.kind for moment in moments].count("task_completed") == 1 or len(moments) == 2


def test_a_wrong_answer_is_marked_at_its_field_and_in_a_summary_and_nothing_typed_is_lost(
    office: Office,
) -> None:
    browser, address = opened(office)
    answer = browser.post(address, perihal="", isi="  tetap di sini <i>ya</i>\n", segera=["", "true"])
    assert answer.status_code == 422
    page = browser.page
    assert "<title>Galat: " in page
    target = re.search(r'<li><a href="#([\w-]+)">Isian “Perihal”', page)
    assert target
    assert f'id="{target[1]}"' in page
    assert 'aria-invalid="true"' in page
    assert f'aria-describedby="{target[1]}-salah"' in page
    assert browser.value("isi") == "  tetap di sini <i>ya</i>\n"
    assert re.search(r'type="checkbox" name="segera" value="true" checked', page)
    assert "Alasan kesegeraan" in page


def test_a_hidden_field_shows_after_refreshing_the_page_by_a_button(office: Office) -> None:
    browser, address = opened(office)
    assert "Alasan kesegeraan" not in browser.page
    answer = browser.post(f"{address}/isian", perihal="Undangan", segera=["", "true"])
    assert answer.status_code == 200
    assert "Alasan kesegeraan" in browser.page
    assert browser.value("perihal") == "Undangan"


def test_what_was_typed_in_a_field_that_hides_comes_back_with_it(office: Office) -> None:
    browser, address = opened(office)
    browser.post(f"{address}/isian", segera=["", "true"], alasanSegera="Rapat besok")
    browser.post(f"{address}/isian", segera="", alasanSegera=browser.value("alasanSegera"))
    assert "Alasan kesegeraan" not in browser.page
    browser.post(f"{address}/isian", segera=["", "true"], alasanSegera=browser.value("alasanSegera"))
    assert browser.value("alasanSegera") == "Rapat besok"


def test_rows_of_a_list_are_added_and_removed_by_buttons_and_the_others_keep_their_text(
    office: Office,
) -> None:
    browser, address = opened(office)
    rows = {"tujuan[]": browser.value("tujuan[]"), "tujuan[0].nama": "Bupati"}
    browser.post(f"{address}/isian", {"_add:tujuan": "1", **rows}, perihal="P")
    assert browser.value("tujuan[0].nama") == "Bupati"
    assert 'name="tujuan[1].nama"' in browser.page
    rows = {"tujuan[]": browser.value("tujuan[]"), "tujuan[0].nama": "Bupati", "tujuan[1].nama": "Camat"}
    browser.post(f"{address}/isian", {"_remove:tujuan[0]": "1", **rows}, perihal="P")
    assert browser.value("tujuan[0].nama") == "Camat"
    assert 'name="tujuan[1].nama"' not in browser.page
    assert browser.value("perihal") == "P"


def test_the_enter_key_sends_nothing(office: Office) -> None:
    browser, _ = opened(office)
    form = browser.page[browser.page.index('<form id="formulir"') :]
    first = form[form.index("<button") :]
    assert first[: first.index(">")].count("/isian") == 1


def test_a_draft_is_kept_unjudged_and_stands_on_the_page_next_time(office: Office) -> None:
    browser, address = opened(office)
    answer = browser.post(f"{address}/konsep", isi="setengah jadi")
    assert browser.follow(answer).status_code == 200
    assert "Konsep tersimpan" in browser.page
    assert browser.value("isi") == "setengah jadi"
    other_device = office.login("staf.uji")
    other_device.get(address)
    assert other_device.value("isi") == "setengah jadi"


def test_a_colleague_reads_whose_draft_stands_in_the_form(office: Office) -> None:
    browser, address = opened(office)
    saved = browser.follow(browser.post(f"{address}/konsep", isi="setengah jadi")).text
    assert "tugas ini Anda pegang" in saved
    assert f"{address}/lepas" in saved
    assert "Konsep oleh" not in saved
    browser.post(f"{address}/lepas")
    colleague = office.login("rekan.uji")
    page = colleague.get(address).text
    assert re.search(r"Konsep oleh Staf Satu, <time[^>]*>Sen, 23 Nov 2026 10.00 WITA</time>", page)
    assert colleague.value("isi") == "setengah jadi"


def test_a_draft_that_the_page_keeps_by_itself_says_nothing_later(office: Office) -> None:
    browser, address = opened(office)
    form = {"csrf_token": browser.hidden("csrf_token"), "isi": "setengah jadi"}
    answer = browser.client.post(f"{address}/konsep", data=form, headers={"Accept": "text/plain"})
    assert answer.status_code == 204
    assert 'class="said' not in browser.get("/kotak-masuk").text


def test_an_outcome_is_asked_for_and_never_chosen_beforehand(office: Office) -> None:
    reader, address = sent(office)
    question = reader.page[reader.page.index("Nota disetujui?") :]
    assert question.count('type="radio"') == 2
    assert " checked" not in question
    assert "Wajib bila dikembalikan" in question
    answer = reader.post(address, catatan="Sudah saya baca")
    assert answer.status_code == 422
    assert reader.value("catatan") == "Sudah saya baca"
    assert 'href="#putusan-1"' in reader.page


def test_a_return_needs_its_reason_and_the_next_person_reads_it_first(office: Office) -> None:
    reader, address = sent(office)
    refused = reader.post(address, putusan="Kembalikan", putusan_alasan="")
    assert refused.status_code == 422
    assert re.search(r'value="Kembalikan"[^>]*checked', reader.page)
    assert 'href="#alasan-1"' in reader.page
    done = reader.post(
        address, putusan="Kembalikan", putusan_alasan="Tujuan <b>belum</b> tepat", catatan="Perbaiki"
    )
    assert done.status_code == 302
    writer = office.login("staf.uji")
    task = re.search(r"/tugas/([\w-]+)/ambil", writer.get("/kotak-masuk/jabatan").text)
    assert task
    page = writer.get(f"/tugas/{task[1]}").text
    assert page.index("Tujuan &lt;b&gt;belum&lt;/b&gt; tepat") < page.index('id="formulir"')
    assert "Kabag Tiga, Kepala Bagian" in page
    assert "Memeriksa nota" in page
    assert writer.value("perihal") == "Undangan rapat"
    writer.post(f"/tugas/{task[1]}", perihal="Undangan rapat", isi="Isi lengkap")
    again = office.login("kabag.uji")
    task = re.search(r"/tugas/([\w-]+)/ambil", again.get("/kotak-masuk/jabatan").text)
    assert task
    page = again.get(f"/tugas/{task[1]}").text
    assert " checked" not in page[page.index("Nota disetujui?") :]
    closed = again.post(f"/tugas/{task[1]}", putusan="Setuju")
    assert "sudah selesai seluruhnya" in again.follow(closed).text


def test_a_reason_beside_an_approval_is_refused_where_it_can_be_seen(office: Office) -> None:
    reader, address = sent(office)
    answer = reader.post(address, putusan="Setuju", putusan_alasan="Bagus, lanjutkan")
    assert answer.status_code == 422
    assert "Alasan hanya untuk pengembalian: pilih “Kembalikan”, atau pindahkan ke catatan." in reader.page
    assert 'href="#alasan-1"' in reader.page
    # without this class the reason hides while no return is chosen
    assert re.search(r'<div class="reason stays[^>]*>\s*<label[^>]*for="alasan-1"', reader.page)
    assert reader.value("putusan_alasan") == "Bagus, lanjutkan"
    assert reader.post(address, putusan="Setuju", putusan_alasan="").status_code == 302


def test_what_earlier_steps_entered_stands_below_read_only(office: Office) -> None:
    reader, _ = sent(office)
    earlier = reader.page[reader.page.index("Isian langkah terdahulu") :]
    for part in ("Menulis nota", "Staf Satu", "Undangan rapat", "Isi lengkap", "Bupati"):
        assert part in earlier
    assert "<input" not in earlier


def test_the_loser_of_a_race_learns_who_and_when_and_keeps_every_word(office: Office) -> None:
    winner, address = opened(office)
    loser = office.login("rekan.uji")
    loser.get(address)
    assert winner.post(address, perihal="Dari pemenang").status_code == 302
    answer = loser.post(
        address,
        perihal="Dari yang kalah",
        isi="Teks <b>panjang</b>\nbaris dua",
        **{"tujuan[0].nama": "Camat"},
    )
    assert answer.status_code == 409
    page = answer.text
    assert "Staf Satu sudah menyelesaikan tugas ini." in page
    assert "Sen, 23 Nov 2026 10.00 WITA" in page
    for text in ("Dari yang kalah", "Teks &lt;b&gt;panjang&lt;/b&gt;\nbaris dua", "Camat"):
        assert text in page
    for label in ("Perihal", "Isi nota", "Nama tujuan"):
        assert f">{label}</label>" in page


def test_a_task_that_a_colleague_holds_keeps_what_the_other_typed(office: Office) -> None:
    loser, address = opened(office, "rekan.uji")
    holder = office.runner.actor_by_account("staf.uji")
    office.runner.claim(TaskId(address.removeprefix("/tugas/")), by=holder)
    answer = loser.post(address, perihal="Ketikan saya")
    assert answer.status_code == 409
    assert "Staf Satu sedang mengerjakan tugas ini" in answer.text
    assert "Ketikan saya" in answer.text
    draft = loser.post(f"{address}/konsep", isi="Ketikan lain")
    assert draft.status_code == 409
    assert "Ketikan lain" in draft.text


def test_a_stale_page_offers_to_send_everything_again(office: Office) -> None:
    browser, address = opened(office)
    answer = browser.client.post(address, data={"csrf_token": "basi", "perihal": "Undangan", "isi": "a\nb"})
    assert answer.status_code == 400
    browser.page = answer.text
    assert f'action="{address}"' in browser.page
    assert browser.value("perihal") == "Undangan"
    assert browser.value("isi") == "a\nb"
    assert browser.post(address, perihal="Undangan").status_code == 302


def test_somebody_without_the_position_cannot_send_or_draft(office: Office) -> None:
    _, address = opened(office)
    for account in ("kabag.uji", "auditor.uji", "admin"):
        browser = office.login(account)
        browser.get("/kotak-masuk")
        for path in ("", "/konsep", "/ambil", "/lepas"):
            assert browser.post(address + path, perihal="x").status_code == 403, (account, path)


def test_an_auditor_reads_a_task_without_a_form_to_send(office: Office) -> None:
    _, address = opened(office)
    auditor = office.login("auditor.uji")
    assert auditor.get(address).status_code == 200
    assert 'id="formulir"' not in auditor.page
    assert "<fieldset disabled" in auditor.page


def test_a_finished_task_is_shown_without_a_form_to_send(office: Office) -> None:
    browser, address = opened(office)
    browser.post(address, perihal="Undangan")
    assert browser.get(address).status_code == 200
    assert 'id="formulir"' not in browser.page
    assert "sudah selesai" in browser.page
    assert "Staf Satu, <time" in browser.page
    assert "Belum diambil" not in browser.page


def test_what_was_typed_before_taking_a_task_is_still_there_afterwards(office: Office) -> None:
    browser, address = opened(office)
    assert f'form="formulir" formaction="{address}/ambil"' in browser.page
    answer = browser.post(f"{address}/ambil", isi="Ketikan sebelum diambil")
    assert answer.status_code == 200
    assert browser.value("isi") == "Ketikan sebelum diambil"
    assert "Tugas sudah Anda ambil" in browser.page
    assert f"{address}/lepas" in browser.page
