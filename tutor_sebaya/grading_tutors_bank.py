"""The choice questions of assignment 2: situations of our own, each about one section of the chapter."""

from __future__ import annotations

from .grading_choices import Choice, Option, Slot
from .language import N_

PAGE = "memilih-tutor.html"

_THRESHOLD = (
    Choice(
        "ambang-nilai",
        N_("KKTP 75. Wayan mendapat 76, Lina 98, keduanya bersedia dan bersikap baik. Siapa yang dapat menjadi tutor?"),
        (
            Option(N_("Keduanya, sebab keduanya sudah melewati ambang.")),
            Option(
                N_("Lina saja, karena nilainya tertinggi."),
                N_("Anda memilih menurut peringkat. Ketuntasan adalah ambang, bukan lomba."),
            ),
            Option(
                N_("Wayan saja, supaya ia mendapat latihan tambahan."),
                N_("Menutor bukan latihan tambahan bagi yang baru tuntas, dan Lina pun melewati ambang."),
            ),
            Option(
                N_("Tidak seorang pun sebelum diketahui rata-rata kelas."),
                N_("Rata-rata kelas hanya memberi peringatan; yang menjadi syarat ialah ketuntasan."),
            ),
        ),
    ),
    Choice(
        "ambang-juara",
        N_("Di satu kelas, nilai tertinggi pada sebuah TP ialah 64, padahal KKTP-nya 70. Siapa tutornya?"),
        (
            Option(N_("Belum ada; ajarkan ulang atau undang tutor kakak.")),
            Option(
                N_("Juara kelas tetap dapat menjadi tutor, karena ia di atas teman-temannya."),
                N_("Di atas teman belum berarti menguasai. Ia belum dapat menerangkan yang belum ia kuasai."),
            ),
            Option(
                N_("KKTP diturunkan menjadi 64 supaya ada tutornya."),
                N_("Ambang tidak dibuat dari siapa yang kebetulan ada."),
            ),
            Option(
                N_("Lima murid teratas menjadi tutor bersama-sama."),
                N_("Lima murid yang belum tuntas tidak menjadi satu tutor yang tuntas."),
            ),
        ),
    ),
)

_EVIDENCE = (
    Choice(
        "bukti-kalimat",
        N_("Catatan mana yang dapat menjadi bukti sikap seorang calon tutor?"),
        (
            Option(N_("“Menunggu temannya selesai menghitung, lalu bertanya.”")),
            Option(
                N_("“Anaknya sopan dan rajin.”"),
                N_("Itu kesimpulan. Tulis perbuatan yang membuat Anda menyimpulkannya."),
            ),
            Option(
                N_("“Kata teman sebangkunya, ia tidak pernah galak.”"),
                N_("Menanyai murid tentang watak temannya menyebarkan cap. Amati sendiri."),
            ),
            Option(
                N_("“Nilai tertinggi tiga kali berturut-turut.”"),
                N_("Nilai menjawab soal penguasaan, bukan soal perlakuannya terhadap teman."),
            ),
        ),
    ),
    Choice(
        "bukti-buruk",
        N_("Anda melihat seorang calon menertawakan teman yang keliru. Apa yang Anda lakukan sekarang?"),
        (
            Option(N_("Mencatatnya, membimbing sikapnya, lalu mengamati lagi.")),
            Option(
                N_("Menugasinya saja; menutor akan mengubah sikapnya."),
                N_("Yang menanggung percobaan itu ialah teman yang dibimbingnya."),
            ),
            Option(
                N_("Mencoretnya dari daftar calon untuk seterusnya."),
                N_("Sikap dapat dibimbing. Catatan itu berlaku untuk sekarang."),
            ),
            Option(
                N_("Mengumumkan di kelas mengapa ia tidak dipilih."),
                N_("Catatan sikap tinggal di meja guru; mengumumkannya mempermalukan anak itu."),
            ),
        ),
    ),
)

_CONSENT = (
    Choice(
        "setuju-menolak-tutor",
        N_("Kelompok sudah tersusun. Tirta menulis bahwa ia lebih nyaman dengan tutor lain. Apa yang Anda lakukan?"),
        (
            Option(N_("Menukar tutor atau kelompoknya tanpa menyebut alasan.")),
            Option(
                N_("Meminta Tirta menjelaskan keberatannya di depan kelompok."),
                N_("Jawabannya rahasia. Menjelaskannya di depan kelompok justru membuat anak takut menjawab jujur."),
            ),
            Option(
                N_("Membiarkannya seminggu; mungkin Tirta akan terbiasa."),
                N_("Anak yang segan kepada tutornya tidak bertanya. Jangan mulai tanpa persetujuannya."),
            ),
            Option(
                N_("Menyampaikannya kepada tutor supaya ia memperbaiki diri."),
                N_("Tutor yang ditolak tidak perlu tahu siapa yang menolaknya."),
            ),
        ),
    ),
    Choice(
        "setuju-belum-ditanya",
        N_("Empat dari lima anggota kelompok sudah mau; yang kelima sakit ketika ditanya. Apa yang Anda lakukan?"),
        (
            Option(N_("Menunggu, lalu menanyai anak itu berdua saja.")),
            Option(
                N_("Menganggap ia setuju, karena sebagian besar sudah mau."),
                N_("Persetujuan tidak dihitung dengan suara terbanyak. Setiap anak menjawab untuk dirinya sendiri."),
            ),
            Option(
                N_("Menanyakan kira-kira jawabannya kepada teman dekatnya."),
                N_("Orang lain tidak dapat menyetujui atas namanya."),
            ),
            Option(
                N_("Menanyainya di depan kelompok supaya cepat selesai."),
                N_("Di depan tutor dan teman, sulit bagi anak untuk berkata tidak."),
            ),
        ),
    ),
    Choice(
        "setuju-tutor-ragu",
        N_("Gilang tuntas dan sabar. Ditanya apakah mau menutor, ia berkata, “Tidak, Pak.” Apa yang Anda lakukan?"),
        (
            Option(N_("Menerima jawabannya dan bertanya kepada murid tuntas yang lain.")),
            Option(
                N_("Memberi tahu bahwa menutor menambah nilai sikapnya."),
                N_("Nilai tidak boleh menjadi umpan atau ancaman bagi anak yang sudah menolak."),
            ),
            Option(
                N_("Meminta sahabatnya membujuk Gilang sampai ia mau."),
                N_("Membujuk lewat teman adalah mendesak juga."),
            ),
            Option(
                N_("Menugasinya juga; anak yang sabar biasanya berhasil."),
                N_("Kesediaan adalah syarat. Tutor yang terpaksa jarang tetap sabar."),
            ),
        ),
    ),
)

_OBSERVATION = (
    Choice(
        "amatan-jumlah",
        N_("Rekan Anda menjumlahkan sepuluh butir amatan: Ayu 9, Johan 6. Ia lalu memilih Ayu. Apa komentar Anda?"),
        (
            Option(N_("Salah, sebab daftar itu hanya untuk diamati.")),
            Option(
                N_("Benar, asalkan butirnya diberi bobot."),
                N_("Bobot tidak menolong: daftar yang tidak tertutup tidak dapat menjadi skor."),
            ),
            Option(
                N_("Benar, sebab sembilan lebih dari enam."),
                N_("Beberapa butirnya adalah hasil belajar, jadi jumlahnya tidak mengukur kelayakan."),
            ),
            Option(
                N_("Batasnya seharusnya tujuh dari sepuluh butir."),
                N_("Anda mengganti skor dengan batas. Sumbernya tidak memberi batas."),
            ),
        ),
    ),
    Choice(
        "amatan-kriteria",
        N_("Seorang calon tuntas, bersedia, dan bersikap baik, tetapi buktinya baru tiga dari tujuh. Apa artinya?"),
        (
            Option(N_("Ia memenuhi syarat; Anda masih perlu mengamati.")),
            Option(
                N_("Ia gugur, sebab buktinya kurang dari lima."),
                N_("Kurangnya bukti adalah peringatan bagi guru, bukan kekurangan anak itu."),
            ),
            Option(
                N_("Dua bukti lagi boleh ditulis menurut perkiraan."),
                N_("Bukti tanpa pengamatan tidak membuktikan apa pun."),
            ),
            Option(
                N_("Ia diganti calon yang nilainya lebih tinggi."),
                N_("Nilai yang lebih tinggi tidak menggantikan bukti kriteria."),
            ),
        ),
    ),
)

SLOTS = (
    Slot("ambang", "baca-ambang", N_("Ambang, bukan peringkat"), f"{PAGE}#rule-t01", _THRESHOLD),
    Slot("bukti_sikap", "baca-sikap", N_("Bukti sikap"), f"{PAGE}#rule-t06", _EVIDENCE),
    Slot("persetujuan", "baca-persetujuan", N_("Persetujuan"), f"{PAGE}#rule-t04", _CONSENT),
    Slot("amatan", "baca-amatan", N_("Kriteria dan amatan"), f"{PAGE}#doubt-d25", _OBSERVATION),
)
