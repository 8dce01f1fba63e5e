"""An agency comes in as instansi.toml, goes out as one, and says which positions a lane stands for."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, time

import pytest

from runner import agency as agencies
from runner.agency import Agency
from runner.errors import DiagramRefused, LaneUnresolved, NotFound
from runner.model import AgencyCode, Position, PositionCode, Problem
from runner.working_time import STANDARD_HOURS, DayHours, DayOverride, Span, WorkingHours

FILE = "bpmn/contoh/instansi.toml"
HEAD = """\
kode = "contoh"
nama = "Dinas Contoh"
zona = "WITA"
"""
POSITIONS = """
[[jabatan]]
kode = "kepala"
nama = "Kepala Dinas"
alias = ["KADIS", "Kepala Dinas Contoh"]

[[jabatan]]
kode = "staf"
nama = "Staf"
"""
HOURS = HEAD + "[jam_kerja]\n{}" + POSITIONS


def read(text: str | bytes) -> Agency:
    return agencies.read(text if isinstance(text, bytes) else text.encode(), file=FILE)


def problems_of(text: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(DiagramRefused) as caught:
        read(text)
    return caught.value.problems


def day(opens: str, closes: str, *rest: str) -> DayHours:
    span = Span(*map(time.fromisoformat, rest)) if rest else None
    return DayHours(opens=time.fromisoformat(opens), closes=time.fromisoformat(closes), rest=span)


def week(*days: DayHours | None) -> WorkingHours:
    return WorkingHours((*days, *[None] * (7 - len(days))))


# --- reading -----------------------------------------------------------------------------------------


def test_a_short_file_has_the_standard_hours() -> None:
    assert read(HEAD + POSITIONS) == Agency(
        code=AgencyCode("contoh"),
        name="Dinas Contoh",
        zone="Asia/Makassar",
        hours=STANDARD_HOURS,
        positions=(
            Position(
                code=PositionCode("kepala"), title="Kepala Dinas", aliases=("KADIS", "Kepala Dinas Contoh")
            ),
            Position(code=PositionCode("staf"), title="Staf"),
        ),
    )


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("WIB", "Asia/Jakarta"),
        ("wita", "Asia/Makassar"),
        ("WIT", "Asia/Jayapura"),
        ("Asia/Jakarta", "Asia/Jakarta"),
        ("Asia/Pontianak", "Asia/Pontianak"),
        ("Asia/Makassar", "Asia/Makassar"),
        ("asia/jayapura", "Asia/Jayapura"),
    ],
)
def test_a_zone_may_be_written_as_people_or_machines_write_it(written: str, zone: str) -> None:
    assert read(HEAD.replace("WITA", written) + POSITIONS).zone == zone


FIVE, FRIDAY = day("07:30", "16:00", "12:00", "13:00"), day("07:30", "16:30", "11:30", "13:00")


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("", STANDARD_HOURS),
        ('jam = ["07:30", "16:00"]\njam_jumat = ["07:30", "16:30"]', STANDARD_HOURS),
        ('jam = ["07.30", "16.00"]\njam_jumat = ["07.30", "16.30"]', STANDARD_HOURS),
        ("jam = [07:30:00, 16:00:00]\njam_jumat = [07:30:00, 16:30:00]", STANDARD_HOURS),
        ('hari_kerja = ["Senin", "Jum\'at"]', week(FIVE, None, None, None, FRIDAY)),
        # a general key holds for Friday, too
        (
            'jam = ["08:00", "15:00"]',
            week(*[day("08:00", "15:00", "12:00", "13:00")] * 4, day("08:00", "15:00", "11:30", "13:00")),
        ),
        ("istirahat = []", week(*[day("07:30", "16:00")] * 4, day("07:30", "16:30"))),
        (
            'istirahat = ["12:00", "12:30"]\nistirahat_jumat = ["11:30", "13:00"]',
            week(*[day("07:30", "16:00", "12:00", "12:30")] * 4, FRIDAY),
        ),
        # six days; the standard break has no room in the short ones
        (
            'hari_kerja = ["senin", "selasa", "rabu", "kamis", "jumat", "sabtu"]\n'
            'jam = ["07:30", "14:30"]\njam_jumat = ["07:30", "11:30"]\njam_sabtu = ["07:30", "13:00"]',
            week(
                *[day("07:30", "14:30", "12:00", "13:00")] * 4, day("07:30", "11:30"), day("07:30", "13:00")
            ),
        ),
        (
            'hari_kerja = ["sabtu"]\nistirahat_sabtu = ["10:00", "10:15"]',
            week(*[None] * 5, day("07:30", "16:00", "10:00", "10:15")),
        ),
    ],
)
def test_hours_are_read_with_the_most_special_key_first(written: str, hours: WorkingHours) -> None:
    assert read(HOURS.format(written)).hours == hours


@pytest.mark.parametrize(
    ("written", "override"),
    [
        ("tanggal = 2026-07-07\nlibur = true", DayOverride(day=date(2026, 7, 7), hours=None)),
        ('tanggal = "2026-07-07"\nlibur = true', DayOverride(day=date(2026, 7, 7), hours=None)),
        (
            'tanggal = 2026-07-07\njam = ["07:30", "11:30"]\nketerangan = "HUT daerah"',
            DayOverride(day=date(2026, 7, 7), hours=day("07:30", "11:30"), note="HUT daerah"),
        ),
        # the break of that weekday, where it has room
        (
            'tanggal = 2026-07-07\njam = ["08:00", "15:00"]',
            DayOverride(day=date(2026, 7, 7), hours=day("08:00", "15:00", "12:00", "13:00")),
        ),
        (
            'tanggal = 2026-07-10\njam = ["08:00", "15:30"]',
            DayOverride(day=date(2026, 7, 10), hours=day("08:00", "15:30", "11:30", "13:00")),
        ),
        (
            'tanggal = 2026-07-11\njam = ["08:00", "15:00"]',
            DayOverride(day=date(2026, 7, 11), hours=day("08:00", "15:00", "12:00", "13:00")),
        ),
        (
            'tanggal = 2026-07-07\njam = ["08:00", "15:00"]\nistirahat = ["12:00", "12:30"]',
            DayOverride(day=date(2026, 7, 7), hours=day("08:00", "15:00", "12:00", "12:30")),
        ),
        (
            'tanggal = 2026-07-07\njam = ["08:00", "15:00"]\nistirahat = []',
            DayOverride(day=date(2026, 7, 7), hours=day("08:00", "15:00")),
        ),
    ],
)
def test_a_day_may_differ(written: str, override: DayOverride) -> None:
    assert read(HEAD + POSITIONS + "[[pengecualian]]\n" + written).overrides == (override,)


def test_overrides_stand_in_the_order_of_the_calendar() -> None:
    written = "".join(f"[[pengecualian]]\ntanggal = 2026-0{n}-01\nlibur = true\n" for n in (9, 2, 5))
    overrides = read(HEAD + POSITIONS + written).overrides
    assert [override.day.month for override in overrides] == [2, 5, 9]


def test_an_outside_party_is_acted_for_by_a_position_inside() -> None:
    outside = '[[jabatan]]\nkode = "rekanan"\nnama = "Rekanan"\nluar = true\ndiwakili = "staf"\n'
    position = read(HEAD + POSITIONS + outside).position("rekanan")
    assert (position.external, position.represented_by) == (True, "staf")


def test_an_editor_may_leave_a_mark_at_the_beginning_and_its_own_line_ends() -> None:
    text = HEAD + POSITIONS
    assert read(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()) == read(text)


def test_a_position_is_found_by_its_code() -> None:
    agency = read(HEAD + POSITIONS)
    assert agency.position("staf").title == "Staf"
    with pytest.raises(NotFound, match="lurah"):
        agency.position("lurah")


# --- refusing ----------------------------------------------------------------------------------------

P, C = POSITIONS, "[[pengecualian]]\n"
ONE = '[[jabatan]]\nkode = "staf"\nnama = "Staf"\n'

REFUSED = [
    # what is wrong, its code, line and element
    (b"\xff\xfe\x00", "utf8", 1, ""),
    (b'kode = "a"\nnama = "\xe9"', "utf8", 2, ""),
    (b" " * 300_000, "too_large", None, ""),
    ('kode = "contoh"\nnama = Dinas', "toml", 2, ""),
    ('kode = "contoh"\nnama = "Dinas', "toml", 2, ""),
    (HEAD + 'kode = "lain"', "toml", 4, ""),
    ("a = " + "[" * 5000, "toml", 1, ""),
    ("a = " + "1" * 5000, "toml", 1, ""),
    ("", "key_missing", None, "kode"),
    (HEAD + P.replace('nama = "Staf"', ""), "key_missing", 10, "jabatan[2].nama"),
    (HEAD + P + C + "libur = true", "key_missing", 13, "pengecualian[1].tanggal"),
    (HEAD + 'judul = "x"\n' + P, "key_unknown", 4, "judul"),
    (HEAD + P + 'aliass = ["x"]', "key_unknown", 13, "jabatan[2].aliass"),
    (HOURS.format('jam_jumaat = ["07:30", "16:00"]'), "key_unknown", 5, "jam_kerja.jam_jumaat"),
    (
        HEAD + P + C + "tanggal = 2026-07-07\nlibur = true\nalasan = 1",
        "key_unknown",
        16,
        "pengecualian[1].alasan",
    ),
    (HEAD.replace('"contoh"', '"Dinas Contoh"') + P, "value", 1, "kode"),
    (HEAD.replace('"contoh"', "7") + P, "value", 1, "kode"),
    (HEAD.replace('"contoh"', f'"{"a" * 41}"') + P, "value", 1, "kode"),
    (HEAD.replace('"Dinas Contoh"', '" "') + P, "value", 2, "nama"),
    (HEAD.replace('"Dinas Contoh"', "[]") + P, "value", 2, "nama"),
    (HEAD.replace("Dinas Contoh", "a" * 201) + P, "value", 2, "nama"),
    (HEAD.replace("Dinas Contoh", "Dinas\\u0007") + P, "value", 2, "nama"),
    (HEAD.replace("WITA", "GMT+8") + P, "value", 3, "zona"),
    (HEAD.replace('"WITA"', "8") + P, "value", 3, "zona"),
    (HEAD + "jam_kerja = 8\n" + P, "value", 4, "jam_kerja"),
    *(
        (HOURS.format(f"jam = {wrong}"), "value", 5, "jam_kerja.jam")
        for wrong in (
            '["07:30"]',
            '["16:00", "07:30"]',
            '["07:30", "07:30"]',
            '["7:30", "16:00"]',
            '["07:30", "24:00"]',
            '["07:30", "12:00", "16:00"]',
            '"07:30-16:00"',
            "[7, 16]",
            "[]",
            "[07:30:30, 16:00:00]",
        )
    ),
    (HOURS.format("hari_kerja = []"), "value", 5, "jam_kerja.hari_kerja"),
    (HOURS.format("hari_kerja = 5"), "value", 5, "jam_kerja.hari_kerja"),
    (HOURS.format('hari_kerja = ["senin", "monday"]'), "weekday", 5, "jam_kerja.hari_kerja"),
    (HOURS.format('jam_sabtu = ["07:30", "12:00"]'), "day_off", 5, "jam_kerja.jam_sabtu"),
    (HOURS.format("istirahat_minggu = []"), "day_off", 5, "jam_kerja.istirahat_minggu"),
    (HOURS.format('istirahat = ["16:00", "17:00"]'), "break", 5, "jam_kerja.istirahat"),
    (HOURS.format('istirahat_jumat = ["07:30", "08:00"]'), "break", 5, "jam_kerja.istirahat_jumat"),
    (HEAD, "no_positions", None, ""),
    (HEAD + "jabatan = []", "no_positions", None, ""),
    (HEAD + "[jabatan]\nkode = 'staf'", "value", 4, "jabatan"),
    (HEAD + P.replace('"staf"', '"staf umum"'), "value", 11, "jabatan[2].kode"),
    (HEAD + P.replace('"staf"', '"pemohon"'), "reserved", 11, "jabatan[2].kode"),
    (HEAD + P.replace('"staf"', '"auditor"'), "reserved", 11, "jabatan[2].kode"),
    (HEAD + P.replace('"staf"', '"admin"'), "reserved", 11, "jabatan[2].kode"),
    (HEAD + P + ONE, "code_twice", 14, "jabatan[3].kode"),
    (HEAD + P + 'alias = "Staf"', "value", 13, "jabatan[2].alias"),
    (HEAD + P + 'alias = ["Staf TU", 7]', "value", 13, "jabatan[2].alias"),
    (HEAD + P + 'alias = ["-/-"]', "name_empty", 13, "jabatan[2].alias"),
    (HEAD + P + 'alias = ["Ka dis"]', "name_shared", 13, "jabatan[2].alias"),
    (HEAD + P + 'alias = ["KEPALA"]', "name_shared", 13, "jabatan[2].alias"),
    (HEAD + P.replace('nama = "Staf"', 'nama = "Kadis"'), "name_shared", 12, "jabatan[2].nama"),
    (HEAD + P + 'luar = "ya"', "value", 13, "jabatan[2].luar"),
    (HEAD + P + "luar = true", "representative", 10, "jabatan[2]"),
    (HEAD + P + 'diwakili = "kepala"', "representative", 13, "jabatan[2].diwakili"),
    (HEAD + P + 'luar = true\ndiwakili = "lurah"', "representative", 14, "jabatan[2].diwakili"),
    (HEAD + P + 'luar = true\ndiwakili = "staf"', "representative", 14, "jabatan[2].diwakili"),
    (HEAD + "pengecualian = 7\n" + P, "value", 4, "pengecualian"),
    (HEAD + P + C + 'tanggal = "7 Juli 2026"\nlibur = true', "value", 14, "pengecualian[1].tanggal"),
    (HEAD + P + C + "tanggal = 2026-07-07T08:00:00\nlibur = true", "value", 14, "pengecualian[1].tanggal"),
    (HEAD + P + C + "tanggal = '2026-W28-2'\nlibur = true", "value", 14, "pengecualian[1].tanggal"),
    (HEAD + P + C + "tanggal = '2026-13-01'\nlibur = true", "value", 14, "pengecualian[1].tanggal"),
    (HEAD + P + C + "tanggal = 20260707\nlibur = true", "value", 14, "pengecualian[1].tanggal"),
    (HEAD + P + C + "tanggal = 2026-07-07", "day_off_or_hours", 13, "pengecualian[1]"),
    (HEAD + P + C + "tanggal = 2026-07-07\nlibur = false", "day_off_or_hours", 13, "pengecualian[1]"),
    (
        HEAD + P + C + 'tanggal = 2026-07-07\nlibur = true\njam = ["07:30", "11:30"]',
        "day_off_or_hours",
        13,
        "pengecualian[1]",
    ),
    (HEAD + P + C + "tanggal = 2026-07-07\nlibur = 1", "value", 15, "pengecualian[1].libur"),
    (HEAD + P + C + 'tanggal = 2026-07-07\njam = ["11:30"]', "value", 15, "pengecualian[1].jam"),
    (
        HEAD + P + C + 'tanggal = 2026-07-07\nlibur = true\nistirahat = ["12:00", "13:00"]',
        "break",
        16,
        "pengecualian[1].istirahat",
    ),
    (
        HEAD + P + C + 'tanggal = 2026-07-07\njam = ["07:30", "11:30"]\nistirahat = ["11:00", "12:00"]',
        "break",
        16,
        "pengecualian[1].istirahat",
    ),
    (
        HEAD + P + C + "tanggal = 2026-07-07\nlibur = true\nketerangan = 1",
        "value",
        16,
        "pengecualian[1].keterangan",
    ),
    (
        HEAD + P + (C + "tanggal = 2026-07-07\nlibur = true\n") * 2,
        "day_twice",
        17,
        "pengecualian[2].tanggal",
    ),
]


@pytest.mark.parametrize(("text", "code", "line", "element"), REFUSED)
def test_a_wrong_file_is_refused_at_its_line_and_key(
    text: str | bytes, code: str, line: int | None, element: str
) -> None:
    found = [(problem.code, problem.line, problem.element) for problem in problems_of(text)]
    assert (f"agency.{code}", line, element) in found


@pytest.mark.parametrize(("text", "code", "line", "element"), REFUSED)
def test_every_refusal_says_what_is_wrong_and_what_to_do_in_both_languages(
    text: str | bytes, code: str, line: int | None, element: str
) -> None:
    for problem in problems_of(text):
        assert problem.file == FILE
        for language in ("id", "en"):
            for said in (problem.what.in_(language), problem.remedy.in_(language)):
                assert said[0].isupper() or not said[0].isalpha()
                assert said.endswith(".")
                assert "{" not in said
        assert problem.what.id != problem.what.en


def test_all_problems_come_at_once_in_the_order_of_the_file() -> None:
    text = """\
kode = "Contoh"
nama = "Dinas Contoh"
zona = "GMT"
[jam_kerja]
jam = ["07:30"]
hari_kerja = ["senen"]
[[jabatan]]
kode = "admin"
[[jabatan]]
kode = "tamu"
nama = "Tamu"
luar = true
[[pengecualian]]
tanggal = 2026-13-01
libur = true
"""
    found = problems_of(text.replace("2026-13-01", '"2026-13-01"'))
    assert [problem.line for problem in found] == [1, 3, 5, 6, 7, 8, 9, 14]


def test_a_misspelt_key_is_met_with_the_one_that_was_meant() -> None:
    (problem,) = problems_of(HEAD + "jabatan_ = 1\n" + POSITIONS)
    assert "“jabatan”" in problem.remedy.id
    assert "“jabatan”" in problem.remedy.en


def test_a_wrong_general_break_is_told_once() -> None:
    assert len(problems_of(HOURS.format('istirahat = ["13:00", "12:00"]'))) == 1
    assert len(problems_of(HOURS.format('jam = "pagi"'))) == 1


# --- writing -----------------------------------------------------------------------------------------


def random_agency(seed: int) -> Agency:
    """An agency with whatever a file can say; names hold what is hard to quote."""
    chance = random.Random(seed)  # noqa: S311
    letters = "aBz é“”'\"\\#=[]{}，中/.-&"

    def text() -> str:
        return " ".join("".join(chance.choices(letters, k=12)).split()) + f" x{chance.randrange(10**9)}"

    def hours() -> DayHours:
        opens, closes = time(chance.randrange(6, 9), 30), time(chance.randrange(11, 17))
        rest = Span(time(10), time(10, chance.randrange(1, 59))) if chance.random() < 0.6 else None
        return DayHours(opens=opens, closes=closes, rest=rest)

    days = [hours() if chance.random() < 0.7 else None for _ in range(7)]
    inside = [
        Position(
            code=PositionCode(f"jabatan-{n}"),
            title=text(),
            aliases=tuple(text() for _ in range(chance.randrange(3))),
        )
        for n in range(chance.randrange(1, 5))
    ]
    outside = [
        Position(
            code=PositionCode(f"luar_{n}"),
            title=text(),
            external=True,
            represented_by=chance.choice(inside).code,
        )
        for n in range(chance.randrange(2))
    ]
    overrides = [
        DayOverride(
            day=date(2026, 1 + month, 7),
            hours=hours() if chance.random() < 0.6 else None,
            note=text() if chance.random() < 0.5 else "",
        )
        for month in range(chance.randrange(5))
    ]
    return Agency(
        code=AgencyCode("contoh"),
        name=text(),
        zone=chance.choice(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"]),
        hours=WorkingHours(tuple(days) if any(days) else STANDARD_HOURS.days),
        positions=(*inside, *outside),
        overrides=tuple(overrides),
    )


@pytest.mark.parametrize("seed", range(150))
def test_what_is_written_reads_as_the_same_agency(seed: int) -> None:
    agency = random_agency(seed)
    assert agencies.read(agencies.write(agency), file=FILE) == agency
    assert Agency.from_json(agency.to_json()) == agency


def test_a_written_file_reads_like_one_that_a_person_wrote() -> None:
    text = HEAD + POSITIONS + C + 'tanggal = 2026-07-07\nlibur = true\nketerangan = "Pilkada"\n'
    assert (
        agencies.write(read(text)).decode()
        == """\
kode = "contoh"
nama = "Dinas Contoh"
zona = "Asia/Makassar"

[jam_kerja]
hari_kerja = ["senin", "selasa", "rabu", "kamis", "jumat"]
jam = ["07:30", "16:00"]
istirahat = ["12:00", "13:00"]
jam_jumat = ["07:30", "16:30"]
istirahat_jumat = ["11:30", "13:00"]

[[jabatan]]
kode = "kepala"
nama = "Kepala Dinas"
alias = ["KADIS", "Kepala Dinas Contoh"]

[[jabatan]]
kode = "staf"
nama = "Staf"

[[pengecualian]]
tanggal = 2026-07-07
libur = true
keterangan = "Pilkada"
"""
    )


def test_four_eyes_are_read_written_and_kept_and_nobody_has_them_unasked() -> None:
    strict = read("empat_mata = true\n" + HEAD + POSITIONS)
    assert strict.four_eyes
    assert not read(HEAD + POSITIONS).four_eyes
    assert Agency.from_json(strict.to_json()) == strict
    assert b"empat_mata = true" in agencies.write(strict)
    assert b"empat_mata" not in agencies.write(read(HEAD + POSITIONS))
    earlier = {**strict.to_json(), "v": 1}
    del earlier["four_eyes"]
    assert not Agency.from_json(earlier).four_eyes


def test_json_of_a_later_release_is_not_guessed_at() -> None:
    later = {**read(HEAD + POSITIONS).to_json(), "v": 3}
    with pytest.raises(ValueError, match="version"):
        Agency.from_json(later)


# --- lanes -------------------------------------------------------------------------------------------

OFFICE = read(
    HEAD
    + """
[[jabatan]]
kode = "kepala"
nama = "Kepala Dinas"
alias = ["KADIS", "Kadin"]
[[jabatan]]
kode = "kabid"
nama = "Kepala Bidang"
alias = ["Kabid/ Sekretaris"]
[[jabatan]]
kode = "kasubbag-umum"
nama = "Kepala Subbagian Umum"
alias = ["Kasubag. Umum"]
[[jabatan]]
kode = "pengadministrasi"
nama = "Pengadministrasi Umum"
[[jabatan]]
kode = "tamu"
nama = "Pemohon Luar"
alias = ["User/ Pengguna"]
luar = true
diwakili = "pengadministrasi"
"""
)


@pytest.mark.parametrize(
    ("lane", "code"),
    [
        ("Kepala Dinas", "kepala"),
        ("KEPALA DINAS", "kepala"),
        ("Kepal a Dinas", "kepala"),
        ("Kepala\nDinas", "kepala"),
        ("Kepala-Dinas", "kepala"),
        ("Ke\u00adpala\u00a0Dinas", "kepala"),
        ("ＫＡＤＩＳ", "kepala"),
        ("kadin", "kepala"),
        ("kepala", "kepala"),
        ("Kabid/Sekretaris", "kabid"),
        ("Kabid / Sekre taris", "kabid"),
        ("Kasubag Umum", "kasubbag-umum"),
        ("KASUBBAG-UMUM", "kasubbag-umum"),
        ("PENGADMINIS TRASI UMUM", "pengadministrasi"),
        ("User / Pengguna", "tamu"),
        ("Pengadministrasi", "pengadministrasi"),
    ],
)
def test_breaks_case_and_signs_inside_a_printed_name_do_not_matter(lane: str, code: str) -> None:
    assert agencies.resolve(OFFICE, lane) == (code,)


@pytest.mark.parametrize(
    ("lane", "explicit", "codes"),
    [
        ("Kepala Dinas", ["kabid"], ("kabid",)),
        ("", ["kabid"], ("kabid",)),
        ("Kabid/ Sekretaris", ["kabid", "kepala"], ("kabid", "kepala")),
        ("x", ["kabid", "kabid", " KEPALA "], ("kabid", "kepala")),
        ("x", ["pemohon"], ("pemohon",)),
        ("x", ["pemohon", "tamu"], ("pemohon", "tamu")),
        ("Kadis", ["", " "], ("kepala",)),
    ],
)
def test_the_property_jabatan_goes_before_the_name(
    lane: str, explicit: Sequence[str], codes: tuple[str, ...]
) -> None:
    assert agencies.resolve(OFFICE, lane, explicit) == codes


@pytest.mark.parametrize(
    ("lane", "suggestion"),
    [
        ("Kepala Dinas Kominfo", "Kepala Dinas (kepala)"),
        ("Kepla Dinas", "Kepala Dinas (kepala)"),
        ("Pengadmi nitration", "Pengadministrasi Umum (pengadministrasi)"),
        ("PEMOHON", "jabatan=pemohon"),
        ("Bupati", None),
    ],
)
def test_a_name_that_is_only_alike_is_suggested_and_never_taken(lane: str, suggestion: str | None) -> None:
    with pytest.raises(LaneUnresolved) as caught:
        agencies.resolve(OFFICE, lane)
    assert caught.value.lane == lane
    assert caught.value.unknown == ()
    if suggestion is None:
        assert caught.value.suggestions == ()
    else:
        assert suggestion in caught.value.suggestions
    assert len(caught.value.suggestions) <= 3


@pytest.mark.parametrize("lane", ["", " ", "-", "/", "(tanpa nama)", "K" * 50_000])
def test_a_lane_without_a_usable_name_stands_for_nobody(lane: str) -> None:
    with pytest.raises(LaneUnresolved):
        agencies.resolve(OFFICE, lane)


def test_unknown_codes_are_named_with_what_comes_close() -> None:
    with pytest.raises(LaneUnresolved, match="kabidd") as caught:
        agencies.resolve(OFFICE, "Kabid", ["kepala", "kabidd", "lurah"])
    assert caught.value.unknown == ("kabidd", "lurah")
    assert "Kepala Bidang (kabid)" in caught.value.suggestions
