"""What the gate says to the author of a diagram, in both languages.

Promise: every code has a sentence on what is wrong and one on what to do, in the words of whoever draws SOPs.
Never: a term of the engine or of a programming language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from runner.diagram.element_texts import ELEMENTS, OTHER_ELEMENT
from runner.diagram.flow_texts import FLOW_TEXTS
from runner.diagram.step_texts import STEP_TEXTS
from runner.model import Problem, Severity, Words

#: Longest piece of a drawing that a sentence repeats.
LONGEST_FACT: Final = 120

# what is wrong (Indonesian, English), what to do (Indonesian, English)
_FILE_TEXTS: Final[dict[str, tuple[str, str, str, str]]] = {
    "xml.empty": (
        "Berkas ini kosong.",
        "This file is empty.",
        "Simpan ulang diagram dari Camunda Modeler, lalu unggah lagi.",
        "Save the diagram again in Camunda Modeler and upload it once more.",
    ),
    "xml.too_large": (
        "Berkas ini {size} bita, sedangkan batasnya {limit} bita.",
        "This file has {size} bytes, but the limit is {limit}.",
        "Hapus gambar atau data tempelan dari diagram, atau bagi SOP menjadi beberapa diagram.",
        "Remove pictures and other attachments from the diagram, or divide the SOP into several diagrams.",
    ),
    "xml.too_many_elements": (
        "Berkas ini memuat terlalu banyak unsur (lebih dari {limit} tanda).",
        "This file holds too many elements (more than {limit} marks).",
        "Bagi SOP menjadi beberapa diagram.",
        "Divide the SOP into several diagrams.",
    ),
    "xml.too_deep": (
        "Unsur dalam berkas ini bersarang lebih dari {limit} tingkat.",
        "The elements of this file are nested more than {limit} levels deep.",
        "Buka diagram di Camunda Modeler dan sederhanakan subproses yang bersarang.",
        "Open the diagram in Camunda Modeler and simplify the nested sub-processes.",
    ),
    "xml.encoding_unknown": (
        "Berkas ini memakai pengodean huruf “{encoding}” yang tidak didukung.",
        "This file uses the character encoding “{encoding}”, which is not supported.",
        "Simpan ulang berkas dengan pengodean UTF-8.",
        "Save the file again in the encoding UTF-8.",
    ),
    "xml.encoding_broken": (
        "Isi berkas ini tidak sesuai dengan pengodean hurufnya ({encoding}).",
        "The content of this file does not match its character encoding ({encoding}).",
        "Simpan ulang berkas dengan pengodean UTF-8; berkas mungkin rusak ketika disalin.",
        "Save the file again in the encoding UTF-8; it may have been damaged while being copied.",
    ),
    "xml.doctype": (
        "Berkas ini memuat bagian DOCTYPE, yang tidak pernah diperlukan oleh diagram.",
        "This file holds a DOCTYPE, which no diagram needs.",
        "Hapus bagian “<!DOCTYPE …>” dari berkas.",
        "Remove the part “<!DOCTYPE …>” from the file.",
    ),
    "xml.entity": (
        "Berkas ini merujuk pada singkatan (entity) yang tidak dikenal.",
        "This file refers to an abbreviation (entity) that is not known.",
        "Ganti singkatan berbentuk “&nama;” dengan hurufnya sendiri.",
        "Replace the abbreviation of the form “&name;” by the character itself.",
    ),
    "xml.stylesheet": (
        "Berkas ini memanggil lembar gaya dari luar.",
        "This file calls a style sheet from outside.",
        "Hapus baris “<?xml-stylesheet …?>” dari berkas.",
        "Remove the line “<?xml-stylesheet …?>” from the file.",
    ),
    "xml.include": (
        "Berkas ini menyisipkan berkas lain (XInclude).",
        "This file includes another file (XInclude).",
        "Hapus sisipan itu dan gambarkan langkahnya langsung di diagram ini.",
        "Remove the inclusion and draw its steps in this diagram.",
    ),
    "xml.not_xml": (
        "Berkas ini bukan diagram; isinya bukan XML.",
        "This file is no diagram; its content is not XML.",
        "Pilih berkas .bpmn yang disimpan dari Camunda Modeler.",
        "Choose a .bpmn file that was saved in Camunda Modeler.",
    ),
    "xml.truncated": (
        "Berkas ini terpotong: bagian akhirnya hilang.",
        "This file is cut off: its end is missing.",
        "Salin atau simpan ulang berkas secara utuh.",
        "Copy or save the whole file again.",
    ),
    "xml.prefix": (
        "Berkas ini memakai awalan nama yang tidak dinyatakan di bagian atasnya.",
        "This file uses a name prefix that its head does not declare.",
        "Buka dan simpan ulang diagram di Camunda Modeler.",
        "Open the diagram in Camunda Modeler and save it again.",
    ),
    "xml.malformed": (
        "Susunan berkas ini rusak pada baris tersebut.",
        "The structure of this file is broken at that line.",
        "Buka dan simpan ulang diagram di Camunda Modeler; hindari mengubah berkas dengan tangan.",
        "Open the diagram in Camunda Modeler and save it again; avoid editing the file by hand.",
    ),
    "xml.not_bpmn": (
        "Berkas ini bukan diagram BPMN 2.0; isinya “{root}”.",
        "This file is no BPMN 2.0 diagram; it holds “{root}”.",
        "Pilih berkas .bpmn yang disimpan dari Camunda Modeler.",
        "Choose a .bpmn file that was saved in Camunda Modeler.",
    ),
    "schema.violation": (
        "Berkas tidak sesuai dengan standar BPMN 2.0 pada baris ini ({detail}).",
        "The file departs from the BPMN 2.0 standard at this line ({detail}).",
        "Buka dan simpan ulang diagram di Camunda Modeler.",
        "Open the diagram in Camunda Modeler and save it again.",
    ),
    "id.missing": (
        "Unsur “{kind}” ini tidak mempunyai id.",
        "This “{kind}” has no id.",
        "Buka dan simpan ulang diagram di Camunda Modeler, atau isi id-nya.",
        "Open the diagram in Camunda Modeler and save it again, or fill in its id.",
    ),
    "id.duplicate": (
        "Id “{id}” sudah dipakai pada baris {first}.",
        "The id “{id}” is already used at line {first}.",
        "Beri salah satunya id lain; setiap id hanya boleh dipakai sekali.",
        "Give one of them another id; each id may be used only once.",
    ),
    "id.malformed": (
        "Id “{id}” memuat huruf yang tidak diperbolehkan.",
        "The id “{id}” holds characters that are not allowed.",
        "Pakai huruf, angka, garis bawah, titik, dan tanda hubung saja, paling banyak {limit} huruf, "
        "diawali huruf, angka, atau garis bawah.",
        "Use letters, digits, underscores, dots and hyphens only, at most {limit} of them, "
        "beginning with a letter, a digit or an underscore.",
    ),
    "id.reserved": (
        "Id “{id}” dipakai oleh sistem sendiri.",
        "The id “{id}” is reserved for the system.",
        "Beri id lain, misalnya “{suggestion}”.",
        "Give it another id, for example “{suggestion}”.",
    ),
    "ref.dangling": (
        "Unsur ini merujuk ({attribute}) pada “{target}”, yang tidak ada di dalam diagram.",
        "This element refers ({attribute}) to “{target}”, which the diagram does not hold.",
        "Hapus unsur ini dan gambar ulang, atau sambungkan ke unsur yang benar.",
        "Delete this element and draw it again, or connect it to the right element.",
    ),
    "process.none": (
        "Diagram ini tidak memuat satu langkah pun.",
        "This diagram holds no step at all.",
        "Gambarlah langkah-langkah SOP, dari awal sampai akhir.",
        "Draw the steps of the SOP, from start to end.",
    ),
    "process.several": (
        "Diagram ini memuat beberapa alur sekaligus: {names}.",
        "This diagram holds several processes at once: {names}.",
        "Simpan setiap SOP sebagai diagram sendiri, dengan satu pool.",
        "Save each SOP as a diagram of its own, with one pool.",
    ),
    "process.not_executable": (
        "Alur ini ditandai tidak untuk dijalankan (isExecutable=“{value}”).",
        "This process is marked as not to be run (isExecutable=“{value}”).",
        "Pilih pool atau latar diagram di Camunda Modeler, lalu centang “Executable”.",
        "Select the pool or the background in Camunda Modeler and tick “Executable”.",
    ),
    "process.executable_missing": (
        "Alur ini tidak menyebut apakah ia untuk dijalankan; Alur menganggapnya ya.",
        "This process does not say whether it is to be run; Alur takes it that it is.",
        "Centang “Executable” di Camunda Modeler agar jelas.",
        "Tick “Executable” in Camunda Modeler to make it clear.",
    ),
    "process.unnamed": (
        "SOP ini tidak mempunyai nama.",
        "This SOP has no name.",
        "Isi nama alur, atau properti “namaSop”, dengan judul SOP.",
        "Fill in the name of the process, or its property “namaSop”, with the title of the SOP.",
    ),
    "process.pools": (
        "Beberapa pool merujuk pada alur yang sama: {names}.",
        "Several pools refer to the same process: {names}.",
        "Sisakan satu pool dan pakai lajur untuk para pelaksananya.",
        "Keep one pool and use lanes for those who act.",
    ),
    "pool.empty": (
        "Pool ini kosong dan hanya tampil pada gambar.",
        "This pool is empty and only shows in the drawing.",
        "Hapus pool ini bila tidak diperlukan sebagai keterangan.",
        "Delete the pool unless it is meant as information.",
    ),
    "dialect.camunda8": (
        "Diagram ini digambar untuk Camunda 8 ({platform}).",
        "This diagram was drawn for Camunda 8 ({platform}).",
        "Buat diagram sebagai “BPMN diagram (Camunda 7)” di Camunda Modeler, lalu pindahkan isinya.",
        "Create the diagram as “BPMN diagram (Camunda 7)” in Camunda Modeler and move its content there.",
    ),
    "extension.refused": (
        "Unsur ini memuat pengaturan “{extension}”, yang akan diabaikan oleh Alur.",
        "This element holds the setting “{extension}”, which Alur would ignore.",
        "Hapus pengaturan itu di panel Properties; Alur hanya membaca “Extension properties” dan formulir.",
        "Remove the setting in the Properties panel; Alur reads only “Extension properties” and the form.",
    ),
    "extension.form_data": (
        "Isian langkah ini ditulis di dalam diagram (Generated Task Forms).",
        "The fields of this step are written in the diagram (Generated Task Forms).",
        "Buat formulir .form di Camunda Modeler, lalu pilih “Camunda Forms” dan isi “Form reference”.",
        "Make a .form file in Camunda Modeler, then choose “Camunda Forms” and fill in “Form reference”.",
    ),
    "extension.ignored": (
        "Diagram ini memuat catatan alat lain ({extension}), yang tidak dipakai oleh Alur.",
        "This diagram holds notes of another tool ({extension}), which Alur does not use.",
        "Periksa bahwa tidak ada aturan SOP yang hanya tercatat di sana.",
        "Check that no rule of the SOP is written only there.",
    ),
    "attribute.refused": (
        "Unsur ini memuat atribut “{attribute}”, yang akan diabaikan oleh Alur.",
        "This element holds the attribute “{attribute}”, which Alur would ignore.",
        "Hapus atribut itu. Pelaksana ditentukan oleh lajur, batas waktu oleh properti “waktu”, "
        "formulir oleh “Form reference”.",
        "Remove the attribute. The lane says who acts, the property “waktu” sets the time, "
        "“Form reference” names the form.",
    ),
    "attribute.ignored": (
        "Atribut “{attribute}” tidak dipakai oleh Alur.",
        "Alur does not use the attribute “{attribute}”.",
        "Periksa bahwa tidak ada aturan SOP yang hanya tercatat di sana.",
        "Check that no rule of the SOP is written only there.",
    ),
    "property.unnamed": (
        "Ada properti tanpa nama pada unsur ini.",
        "This element has a property without a name.",
        "Isi nama properti itu, atau hapus.",
        "Fill in the name of the property, or delete it.",
    ),
    "property.duplicate": (
        "Properti “{property}” tertulis lebih dari sekali pada unsur ini.",
        "The property “{property}” stands more than once on this element.",
        "Sisakan satu; butir-butir dalam satu properti dipisahkan dengan baris baru.",
        "Keep one; the items of one property are parted by line breaks.",
    ),
    "property.misplaced": (
        "Properti “{property}” tidak berpengaruh pada unsur ini; tempatnya pada {place_id}.",
        "The property “{property}” has no effect on this element; its place is {place_en}.",
        "Pindahkan properti itu ke tempatnya, atau hapus.",
        "Move the property to its place, or delete it.",
    ),
    "property.misspelt": (
        "Properti “{property}” tidak dikenal; mungkin maksudnya “{suggestion}”.",
        "The property “{property}” is not known; perhaps “{suggestion}” is meant.",
        "Perbaiki ejaannya bila memang itu maksudnya.",
        "Correct its spelling if that is what was meant.",
    ),
    "drawing.none": (
        "Berkas ini tidak memuat gambar diagram, sehingga tidak dapat ditampilkan.",
        "This file holds no drawing, so it cannot be shown.",
        "Gambarkan diagram di Camunda Modeler dan simpan ulang.",
        "Draw the diagram in Camunda Modeler and save it again.",
    ),
    "drawing.no_shape": (
        "Unsur ini ada di dalam berkas tetapi tidak tampak pada gambar.",
        "This element is in the file but not in the drawing.",
        "Gambarkan unsur ini, atau hapus dari berkas.",
        "Draw the element, or delete it from the file.",
    ),
    "drawing.no_edge": (
        "Panah dari “{source}” ke “{target}” tidak tampak pada gambar.",
        "The arrow from “{source}” to “{target}” is not in the drawing.",
        "Gambar ulang panah itu di Camunda Modeler.",
        "Draw the arrow again in Camunda Modeler.",
    ),
    "drawing.malformed": (
        "Letak atau ukuran gambar unsur ini tidak terbaca.",
        "The place or size of this element in the drawing cannot be read.",
        "Hapus unsur ini dan gambar ulang di Camunda Modeler.",
        "Delete the element and draw it again in Camunda Modeler.",
    ),
    "size.nodes": (
        "Diagram ini memuat {count} simbol, sedangkan batasnya {limit}.",
        "This diagram holds {count} symbols, but the limit is {limit}.",
        "Bagi SOP menjadi beberapa diagram.",
        "Divide the SOP into several diagrams.",
    ),
    "size.flows": (
        "Diagram ini memuat {count} panah, sedangkan batasnya {limit}.",
        "This diagram holds {count} arrows, but the limit is {limit}.",
        "Bagi SOP menjadi beberapa diagram.",
        "Divide the SOP into several diagrams.",
    ),
    "size.lanes": (
        "Diagram ini memuat {count} lajur, sedangkan batasnya {limit}.",
        "This diagram holds {count} lanes, but the limit is {limit}.",
        "Satukan lajur-lajur, atau bagi SOP menjadi beberapa diagram.",
        "Join lanes, or divide the SOP into several diagrams.",
    ),
    "size.problems": (
        "Masih ada {count} masalah lain yang tidak ditampilkan.",
        "There are {count} more problems that are not shown.",
        "Perbaiki dahulu yang sudah tampil, lalu periksa lagi.",
        "Mend those that are shown first, then check again.",
    ),
    "engine.trial": (
        "Diagram ini tidak dapat dimulai pada uji coba ({reason_id}).",
        "This diagram could not be begun in the trial ({reason_en}).",
        "Sederhanakan percabangan sebelum langkah pertama, atau kirimkan diagram ini kepada pengelola Alur.",
        "Simplify the branches before the first step, or send this diagram to whoever looks after Alur.",
    ),
}

_TEXTS: Final = {**_FILE_TEXTS, **FLOW_TEXTS, **STEP_TEXTS}
CODES: Final = frozenset(_TEXTS)


def problem(
    code: str,
    *,
    file: str,
    line: int | None = None,
    element: str = "",
    name: str = "",
    severity: Severity = Severity.ERROR,
    **facts: object,
) -> Problem:
    """The problem of that code with its sentences filled in."""
    return stated(code, facts, file=file, line=line, element=element, name=name, severity=severity)


def stated(
    code: str,
    facts: Mapping[str, object],
    *,
    file: str,
    line: int | None = None,
    element: str = "",
    name: str = "",
    severity: Severity = Severity.ERROR,
) -> Problem:
    """The same with the facts as a mapping. A code ``element.<kind>`` names a symbol that is refused."""
    if code.startswith("element.") and code not in _TEXTS:
        kind = code.removeprefix("element.")
        what_id, what_en, remedy_id, remedy_en = ELEMENTS.get(kind, OTHER_ELEMENT)
        facts = {"kind": kind, **facts}
    else:
        what_id, what_en, remedy_id, remedy_en = _TEXTS[code]
    said = {key: shortened(value) for key, value in facts.items()}
    return Problem(
        code=code,
        what=Words(what_id.format_map(said), what_en.format_map(said)),
        remedy=Words(remedy_id.format_map(said), remedy_en.format_map(said)),
        file=file,
        line=line,
        element=shortened(element).strip(),
        name=shortened(name).strip(),
        severity=severity,
    )


def shortened(value: object) -> str:
    """The value on one line, cut where a sentence would drown in it; a space before it stays."""
    text = " ".join(str(value).split())
    if str(value).startswith(" "):
        text = f" {text}"
    return text if len(text) <= LONGEST_FACT else text[: LONGEST_FACT - 1] + "…"
