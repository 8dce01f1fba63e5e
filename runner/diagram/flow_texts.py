"""What the gate says about arrows, gateways and the way through a diagram.

Promise: sentences name the symbols between which something is wrong.
Never: a word about anything but the flow.
"""

from __future__ import annotations

from typing import Final

FLOW_TEXTS: Final[dict[str, tuple[str, str, str, str]]] = {
    "start.none": (
        "{scope_id} tidak mempunyai simbol awal.",
        "{scope_en} has no start symbol.",
        "Gambarkan satu simbol awal (lingkaran tipis) di depan langkah pertama.",
        "Draw one start symbol (thin circle) before the first step.",
    ),
    "start.several": (
        "{scope_id} mempunyai lebih dari satu simbol awal: {names}.",
        "{scope_en} has more than one start symbol: {names}.",
        "Sisakan satu simbol awal.",
        "Keep one start symbol.",
    ),
    "start.incoming": (
        "Ada panah yang menuju simbol awal, dari “{source}”.",
        "An arrow leads to the start symbol, from “{source}”.",
        "Arahkan panah itu ke gateway penggabung sesudah simbol awal.",
        "Lead the arrow to a merging gateway after the start symbol.",
    ),
    "start.form": (
        "Simbol awal ini memuat formulir, yang tidak pernah ditampilkan.",
        "This start symbol holds a form, which is never shown.",
        "Pindahkan formulir itu ke langkah pertama.",
        "Move the form to the first step.",
    ),
    "end.none": (
        "{scope_id} tidak mempunyai simbol akhir.",
        "{scope_en} has no end symbol.",
        "Gambarkan simbol akhir (lingkaran tebal) sesudah langkah terakhir.",
        "Draw an end symbol (thick circle) after the last step.",
    ),
    "end.outgoing": (
        "Ada panah yang keluar dari simbol akhir, ke “{target}”.",
        "An arrow leaves the end symbol, to “{target}”.",
        "Hapus panah itu, atau ganti simbol akhir dengan langkah.",
        "Delete the arrow, or replace the end symbol by a step.",
    ),
    "flow.crosses": (
        "Panah dari “{source}” ke “{target}” melintasi batas subproses.",
        "The arrow from “{source}” to “{target}” crosses the border of a sub-process.",
        "Akhiri panah di dalam subproses; dari luar, sambungkan ke subproses itu sendiri.",
        "End the arrow inside the sub-process; from outside, connect it to the sub-process itself.",
    ),
    "flow.duplicate": (
        "Ada lebih dari satu panah dari “{source}” ke “{target}”.",
        "There is more than one arrow from “{source}” to “{target}”.",
        "Sisakan satu panah, atau beri setiap jalan langkahnya sendiri.",
        "Keep one arrow, or give each way a step of its own.",
    ),
    "flow.implicit_split": (
        "Beberapa panah keluar langsung dari “{node}”: ke {targets}.",
        "Several arrows leave “{node}” directly: to {targets}.",
        "Tambahkan gateway sesudahnya: X bila salah satu dipilih, + bila semuanya dijalankan.",
        "Add a gateway after it: X if one of them is chosen, + if all of them are done.",
    ),
    "flow.implicit_join": (
        "Beberapa panah masuk langsung ke “{node}”: dari {sources}.",
        "Several arrows enter “{node}” directly: from {sources}.",
        "Tambahkan gateway penggabung (X) di depannya, lalu satu panah ke “{node}”.",
        "Add a merging gateway (X) before it, then one arrow to “{node}”.",
    ),
    "flow.condition_ignored": (
        "Panah dari “{source}” ke “{target}” memuat syarat, tetapi tidak keluar dari gateway yang "
        "memilih jalan.",
        "The arrow from “{source}” to “{target}” holds a condition, but leaves no gateway that "
        "chooses a way.",
        "Hapus syarat itu, atau tambahkan gateway X di antara keduanya.",
        "Remove the condition, or add a gateway X between the two.",
    ),
    "flow.default_ignored": (
        "“{node}” menandai panah baku (default) “{flow}” yang bukan panah keluarnya atau tidak "
        "berlaku di sini.",
        "“{node}” marks a default arrow “{flow}” that is not one of its own or has no effect here.",
        "Hapus tanda panah baku itu.",
        "Remove the default mark.",
    ),
    "node.dead_end": (
        "Alur berhenti di “{node}” tanpa simbol akhir.",
        "The flow stops at “{node}” without an end symbol.",
        "Gambarkan panah ke langkah berikutnya atau ke simbol akhir.",
        "Draw an arrow to the next step or to an end symbol.",
    ),
    "node.unreachable": (
        "“{node}” tidak pernah tercapai dari simbol awal.",
        "“{node}” is never reached from the start symbol.",
        "Sambungkan dengan panah dari langkah sebelumnya, atau hapus.",
        "Connect it by an arrow from the step before it, or delete it.",
    ),
    "node.never_ends": (
        "Dari “{node}” simbol akhir tidak pernah tercapai.",
        "From “{node}” no end symbol is ever reached.",
        "Gambarkan jalan keluar dari pengulangan ini menuju simbol akhir.",
        "Draw a way out of this loop towards an end symbol.",
    ),
    "gateway.mixed": (
        "Gateway ini menggabungkan dan membagi sekaligus.",
        "This gateway merges and divides at once.",
        "Pisahkan menjadi dua gateway: satu penggabung, lalu satu pembagi.",
        "Divide it into two gateways: one that merges, then one that divides.",
    ),
    "gateway.useless": (
        "Gateway ini hanya mempunyai satu panah masuk dan satu panah keluar.",
        "This gateway has only one arrow in and one arrow out.",
        "Hapus gateway ini, atau gambarkan jalan keluarnya yang lain.",
        "Delete the gateway, or draw its other way out.",
    ),
    "cycle.automatic": (
        "Pengulangan ini tidak melewati satu langkah orang pun: {nodes}.",
        "This loop passes no step that a person does: {nodes}.",
        "Arahkan panah kembali ke gateway di depan langkah yang harus diulang.",
        "Lead the arrow back to a gateway before the step that is to be repeated.",
    ),
    "parallel.leads_back": (
        "Dari cabang yang dibuka di “{split}” alur dapat kembali ke “{split}” sebelum "
        "cabang-cabangnya digabung.",
        "From a branch opened at “{split}” the flow can return to “{split}” before its branches are joined.",
        "Gabungkan semua cabang dahulu dengan gateway yang sama, baru gambarkan panah kembali.",
        "Join all branches first with the same kind of gateway, then draw the arrow back.",
    ),
    "parallel.entered": (
        "“{node}” berada di dalam cabang dari “{split}”, tetapi juga dimasuki dari luar cabang itu.",
        "“{node}” stands in a branch of “{split}”, but is also entered from outside of it.",
        "Arahkan panah dari luar ke depan “{split}”.",
        "Lead the arrow from outside to before “{split}”.",
    ),
    "parallel.branches_meet": (
        "Cabang-cabang dari “{split}” bertemu di “{node}”, yang bukan gateway sejenis yang menunggu "
        "semuanya.",
        "Branches of “{split}” meet at “{node}”, which is no gateway of the same kind that waits for "
        "all of them.",
        "Gabungkan semua cabang di satu gateway yang sejenis dengan “{split}”.",
        "Join all branches at one gateway of the same kind as “{split}”.",
    ),
    "parallel.partial": (
        "Hanya sebagian cabang dari “{split}” yang bertemu di “{node}”.",
        "Only some of the branches of “{split}” meet at “{node}”.",
        "Gabungkan semua cabang di satu gateway, atau pecah menjadi dua pembagi yang bersarang.",
        "Join all branches at one gateway, or divide it into two nested splits.",
    ),
    "parallel.branch_twice": (
        "Satu cabang dari “{split}” masuk ke “{node}” lewat beberapa panah, sehingga “{node}” "
        "menunggu tanpa akhir.",
        "One branch of “{split}” enters “{node}” by several arrows, so that “{node}” waits for ever.",
        "Gabungkan panah-panah cabang itu dengan gateway X di depan “{node}”.",
        "Merge the arrows of that branch with a gateway X before “{node}”.",
    ),
    "parallel.unmatched": (
        "“{node}” menunggu beberapa cabang, tetapi tidak ada gateway sejenis yang membukanya.",
        "“{node}” waits for several branches, but no gateway of its kind opens them.",
        "Ganti dengan gateway X bila hanya satu jalan yang ditempuh, atau buka cabangnya dengan "
        "gateway sejenis.",
        "Use a gateway X if only one way is taken, or open the branches with a gateway of the same kind.",
    ),
    "size.parallel": (
        "Percabangan paralel di diagram ini berlipat ganda menjadi terlalu banyak kemungkinan (lebih "
        "dari {limit}).",
        "The parallel branches of this diagram multiply to too many possibilities (more than {limit}).",
        "Kurangi percabangan paralel yang berurutan, atau bagi SOP menjadi beberapa diagram.",
        "Use fewer parallel parts in a row, or divide the SOP into several diagrams.",
    ),
    "outcome.id": (
        "Id gateway “{id}” tidak dapat dipakai sebagai nama keputusan.",
        "The gateway id “{id}” cannot serve as the name of an outcome.",
        "Pakai huruf, angka, dan garis bawah saja, diawali huruf, misalnya “{suggestion}”.",
        "Use letters, digits and underscores only, beginning with a letter, for example “{suggestion}”.",
    ),
    "outcome.unnamed_flow": (
        "Panah dari “{source}” ke “{target}” belum diberi nama.",
        "The arrow from “{source}” to “{target}” needs a name.",
        "Klik dua kali panah itu dan tulis keputusannya, misalnya “Setuju”.",
        "Double-click the arrow and write the outcome, for example “Setuju”.",
    ),
    "outcome.duplicate_name": (
        "Dua panah dari “{source}” sama-sama bernama “{choice}”.",
        "Two arrows from “{source}” are both named “{choice}”.",
        "Beri setiap panah nama keputusan yang berbeda.",
        "Give each arrow a different name.",
    ),
    "outcome.long_name": (
        "Nama panah dari “{source}” lebih dari {limit} huruf.",
        "The name of the arrow from “{source}” has more than {limit} characters.",
        "Tulis keputusan yang singkat; penjelasannya dapat ditaruh sebagai anotasi.",
        "Write a short outcome; put explanations into an annotation.",
    ),
    "outcome.mixed": (
        "Sebagian panah dari “{source}” memuat syarat dan sebagian hanya bernama; tidak ada panah baku.",
        "Some arrows of “{source}” hold a condition and some only a name; none is the default.",
        "Hapus semua syarat agar orang yang memilih, atau beri syarat pada semua panah kecuali satu "
        "panah baku.",
        "Remove all conditions so that a person chooses, or give every arrow a condition but one default.",
    ),
    "outcome.default": (
        "“{source}” menandai panah baku (default), padahal keputusannya selalu dipilih oleh orang.",
        "“{source}” marks a default arrow, but its outcome is always chosen by a person.",
        "Hapus tanda panah baku, atau beri syarat pada panah-panah yang lain.",
        "Remove the default mark, or give the other arrows conditions.",
    ),
    "outcome.no_decider": (
        "Tidak ada langkah yang dapat memutuskan di “{gateway}”: di depannya ada {blockers}.",
        "No step can decide at “{gateway}”: before it stands {blockers}.",
        "Tempatkan gateway ini langsung sesudah langkah orang yang memutuskan, atau beri panahnya syarat.",
        "Put the gateway directly after the step of the person who decides, or give its arrows conditions.",
    ),
    "outcome.several_deciders": (
        "Beberapa langkah sampai ke “{gateway}”: {deciders}; tidak jelas siapa yang memutuskan.",
        "Several steps lead to “{gateway}”: {deciders}; it is not clear who decides.",
        "Beri setiap langkah gateway sendiri, atau gabungkan pada satu langkah yang memutuskan.",
        "Give each step its own gateway, or bring them together at one step that decides.",
    ),
    "outcome.too_many_ways": (
        "Terlalu banyak rangkaian keputusan (lebih dari {limit}) yang sampai ke “{gateway}”.",
        "Too many chains of outcomes (more than {limit}) lead to “{gateway}”.",
        "Tempatkan sebuah langkah di antara keputusan-keputusan itu.",
        "Put a step between these outcomes.",
    ),
    "outcome.maybe_return": (
        "Panah “{choice}” kembali ke bagian sebelumnya, tetapi tidak akan meminta alasan.",
        "The arrow “{choice}” leads back to an earlier part, but will not ask for a reason.",
        "Bila itu pengembalian, beri panah itu properti “kembali” dengan nilai “ya”.",
        "If it is a return, give the arrow the property “kembali” with the value “ya”.",
    ),
    "outcome.no_question": (
        "Gateway ini belum bernama, sehingga pertanyaannya kosong pada layar.",
        "This gateway has no name, so that its question is empty on the page.",
        "Beri nama berupa pertanyaan, misalnya “Konsep disetujui?”.",
        "Give it a name that asks, for example “Konsep disetujui?”.",
    ),
    "outcome.form_clash": (
        "Formulir “{form}” memuat isian “{field}”, padahal nama itu dipakai untuk keputusan di “{gateway}”.",
        "The form “{form}” has a field “{field}”, but that name holds the outcome of “{gateway}”.",
        "Ganti kunci (key) isian itu di formulir, atau id gateway di diagram.",
        "Change the key of the field in the form, or the id of the gateway in the diagram.",
    ),
    "outcome.reason_clash": (
        "Id gateway ini sama dengan nama alasan dari gateway “{gateway}”.",
        "The id of this gateway is the name of the reason of gateway “{gateway}”.",
        "Beri gateway ini id lain.",
        "Give this gateway another id.",
    ),
    "return.value": (
        "Properti “kembali” bernilai “{value}”.",
        "The property “kembali” has the value “{value}”.",
        "Isi dengan “ya”, atau hapus properti itu.",
        "Set it to “ya”, or delete the property.",
    ),
    "return.misplaced": (
        "Panah ini ditandai “kembali”, tetapi tidak keluar dari gateway keputusan.",
        "This arrow is marked “kembali”, but leaves no gateway where a person chooses.",
        "Hapus properti itu, atau pasang pada panah yang keluar dari gateway keputusan.",
        "Delete the property, or put it on an arrow that leaves such a gateway.",
    ),
    "condition.missing": (
        "Panah dari “{source}” ke “{target}” belum mempunyai syarat.",
        "The arrow from “{source}” to “{target}” has no condition yet.",
        "Isi syaratnya, atau jadikan panah ini panah baku (default).",
        "Fill in its condition, or make this arrow the default.",
    ),
    "condition.no_default": (
        "“{source}” tidak mempunyai panah baku (default) bila tidak satu syarat pun terpenuhi.",
        "“{source}” has no default arrow for when no condition holds.",
        "Tandai satu panah sebagai panah baku: klik panah, tombol kunci inggris, “Default flow”.",
        "Mark one arrow as the default: click it, the wrench button, “Default flow”.",
    ),
    "condition.on_default": (
        "Panah baku dari “{source}” ke “{target}” memuat syarat, yang tidak pernah diperiksa.",
        "The default arrow from “{source}” to “{target}” holds a condition, which is never checked.",
        "Hapus syarat pada panah baku, atau hapus tanda bakunya.",
        "Remove the condition of the default arrow, or its default mark.",
    ),
    "condition.language": (
        "Syarat ini ditulis dalam bahasa “{language}”, yang tidak didukung.",
        "This condition is written in the language “{language}”, which is not supported.",
        "Pilih jenis “Expression” dan tulis perbandingan, misalnya ${{jumlah > 5}}.",
        "Choose the type “Expression” and write a comparison, for example ${{jumlah > 5}}.",
    ),
    "condition.malformed": (
        "Syarat “{condition}” tidak terbaca pada huruf ke-{position}: {why_id}",
        "The condition “{condition}” cannot be read at character {position}: {why_en}",
        "Tulis perbandingan sederhana atas isian formulir, misalnya ${{jumlah > 5}}.",
        "Write a simple comparison of form fields, for example ${{jumlah > 5}}.",
    ),
    "condition.unknown_name": (
        "Syarat “{condition}” memakai “{unknown}”, yang tidak diisi oleh formulir mana pun sebelum "
        "“{gateway}”.",
        "The condition “{condition}” uses “{unknown}”, which no form before “{gateway}” fills in.",
        "Pakai kunci isian yang ada{suggestion_id}, atau tambahkan isian itu pada formulir sebelumnya.",
        "Use the key of a field that exists{suggestion_en}, or add the field to an earlier form.",
    ),
    "condition.unknown_choice": (
        "Syarat “{condition}” membandingkan “{gateway}” dengan “{value}”, yang bukan salah satu "
        "pilihannya: {choices}.",
        "The condition “{condition}” compares “{gateway}” with “{value}”, which is none of its "
        "outcomes: {choices}.",
        "Tulis nama pilihan persis seperti pada panahnya.",
        "Write the name of the outcome exactly as on its arrow.",
    ),
    "condition.personal": (
        "Syarat “{condition}” memakai “{field}”, yang ditandai sebagai data pribadi di formulir “{form}”.",
        "The condition “{condition}” uses “{field}”, which the form “{form}” marks as personal.",
        "Hapus tanda pribadi pada isian itu, atau pakai isian lain untuk syarat.",
        "Remove the personal mark from the field, or use another field for the condition.",
    ),
    "inclusive.outcome": (
        "Gateway inklusif “{source}” hanya mempunyai nama pada panahnya; orang tidak dapat memilih "
        "beberapa sekaligus.",
        "The inclusive gateway “{source}” has only names on its arrows; a person cannot choose "
        "several at once.",
        "Beri syarat pada setiap panah kecuali satu panah baku, atau pakai gateway X untuk satu pilihan.",
        "Give every arrow a condition but one default, or use a gateway X for one choice.",
    ),
}
