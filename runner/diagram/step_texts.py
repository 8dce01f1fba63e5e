"""What the gate says about steps, lanes and forms.

Promise: sentences name the step, the lane or the form as the author does.
Never: a word about the flow between steps.
"""

from __future__ import annotations

from typing import Final

STEP_TEXTS: Final[dict[str, tuple[str, str, str, str]]] = {
    "task.none": (
        "SOP ini tidak mempunyai satu langkah orang pun.",
        "This SOP has no step that a person does.",
        "Gambarkan langkah-langkahnya sebagai user task.",
        "Draw its steps as user tasks.",
    ),
    "task.unnamed": (
        "Langkah ini belum bernama.",
        "This step has no name.",
        "Klik dua kali langkah ini dan tulis kegiatannya secara singkat.",
        "Double-click the step and write in short what is done.",
    ),
    "task.long_name": (
        "Nama langkah ini lebih dari {limit} huruf.",
        "The name of this step has more than {limit} characters.",
        "Tulis nama yang singkat; uraian lengkapnya ditaruh pada “Element documentation”.",
        "Write a short name; put the full description into “Element documentation”.",
    ),
    "task.no_lane": (
        "Langkah “{task}” tidak berada pada lajur mana pun.",
        "The step “{task}” stands in no lane.",
        "Geser langkah itu ke dalam lajur pelaksananya.",
        "Move the step into the lane of whoever does it.",
    ),
    "task.outer_lane": (
        "Langkah “{task}” berada pada lajur “{lane}”, yang masih terbagi lagi.",
        "The step “{task}” stands in lane “{lane}”, which is divided further.",
        "Geser langkah itu ke salah satu lajur bagiannya.",
        "Move the step into one of its inner lanes.",
    ),
    "task.several_lanes": (
        "Langkah “{task}” tercatat pada beberapa lajur: {lanes}.",
        "The step “{task}” is listed in several lanes: {lanes}.",
        "Geser langkah itu keluar lalu masuk lagi ke satu lajur, kemudian simpan.",
        "Move the step out and into one lane again, then save.",
    ),
    "lane.none": (
        "Diagram ini tidak mempunyai lajur, sehingga pelaksana langkahnya tidak diketahui.",
        "This diagram has no lanes, so nobody knows who does its steps.",
        "Tambahkan pool dengan satu lajur untuk setiap pelaksana.",
        "Add a pool with one lane for each who acts.",
    ),
    "lane.unnamed": (
        "Lajur ini belum bernama.",
        "This lane has no name.",
        "Klik dua kali lajur itu dan tulis jabatan pelaksananya.",
        "Double-click the lane and write the position of whoever acts.",
    ),
    "lane.duplicate": (
        "Lajur “{lane}” ada lebih dari satu; yang lain pada baris {first}.",
        "There is more than one lane “{lane}”; the other is at line {first}.",
        "Satukan kedua lajur itu, atau beri nama jabatan yang berbeda.",
        "Join the two lanes, or name different positions.",
    ),
    "lane.unresolved": (
        "Lajur “{lane}” tidak cocok dengan jabatan mana pun di instansi ini{unknown_id}.",
        "The lane “{lane}” matches no position of this agency{unknown_en}.",
        "Tambahkan nama itu sebagai alias di instansi.toml, atau beri lajur properti “jabatan”.{close_id}",
        "Add the name as an alias in instansi.toml, or give the lane the property “jabatan”.{close_en}",
    ),
    "lane.crowded": (
        "Lajur “{lane}” menyebut {count} jabatan, lebih banyak daripada yang muat pada satu antrean.",
        "The lane “{lane}” names {count} positions, more than can queue for one task.",
        "Bagi menjadi beberapa lajur, atau buat satu jabatan yang mewakili mereka.",
        "Divide it into several lanes, or make one position that stands for them.",
    ),
    "lane.drawn_elsewhere": (
        "Langkah “{task}” tergambar di lajur “{drawn}”, tetapi tercatat pada lajur “{listed}”.",
        "The step “{task}” is drawn in lane “{drawn}”, but listed in lane “{listed}”.",
        "Geser langkah itu sedikit di Camunda Modeler, periksa lajurnya, lalu simpan.",
        "Move the step a little in Camunda Modeler, check its lane, then save.",
    ),
    "form.none": (
        "Langkah “{task}” belum mempunyai formulir.",
        "The step “{task}” has no form.",
        "Di panel Properties, pilih “Camunda Forms” dan isi “Form reference” dengan id formulir.",
        "In the Properties panel choose “Camunda Forms” and fill “Form reference” with the id of a form.",
    ),
    "form.key": (
        "Langkah “{task}” menyebut formulirnya dengan “formKey” ({key}).",
        "The step “{task}” names its form by “formKey” ({key}).",
        "Pilih jenis “Camunda Forms” dan isi “Form reference”{suggestion_id}.",
        "Choose the type “Camunda Forms” and fill “Form reference”{suggestion_en}.",
    ),
    "form.missing": (
        "Formulir “{form}” untuk langkah “{task}” tidak ada.",
        "The form “{form}” of step “{task}” does not exist.",
        "Sertakan berkas {form}.form, atau perbaiki “Form reference”-nya{suggestion_id}.",
        "Add the file {form}.form, or correct the “Form reference”{suggestion_en}.",
    ),
    "form.version": (
        "Langkah “{task}” meminta formulir versi “{version}”; Alur membekukan formulir yang ada saat terbit.",
        "The step “{task}” asks for version “{version}” of its form; Alur freezes the form as it is "
        "at publish.",
        "Periksa bahwa berkas formulir yang disertakan memang versi itu.",
        "Check that the form file you publish with it is that version.",
    ),
    "form.personal": (
        "Isian “{field}” ditandai sebagai data pribadi di formulir “{form}”, padahal dibaca oleh "
        "formulir “{reader}”.",
        "The field “{field}” is marked as personal in form “{form}”, but form “{reader}” reads it.",
        "Hapus tanda pribadi pada isian itu, atau ubah syarat yang membacanya.",
        "Remove the personal mark from the field, or change the condition that reads it.",
    ),
    "waktu.invalid": (
        "Properti “waktu” langkah “{task}” bernilai “{value}”, yang bukan lama waktu.",
        "The property “waktu” of step “{task}” is “{value}”, which is no duration.",
        "Tulis dengan pola ISO 8601: PT15M (15 menit), PT2H (2 jam), P1D (1 hari kerja), P1W (1 "
        "minggu kerja).",
        "Write it as ISO 8601: PT15M (15 minutes), PT2H (2 hours), P1D (1 working day), P1W (1 "
        "working week).",
    ),
    "subject.unknown": (
        "Properti “perihal” menyebut isian “{field}”, yang tidak ada pada formulir mana pun di SOP ini.",
        "The property “perihal” names the field “{field}”, which no form of this SOP holds.",
        "Isi dengan kunci (key) sebuah isian{suggestion_id}, atau hapus properti itu.",
        "Set it to the key of a field{suggestion_en}, or delete the property.",
    ),
}
