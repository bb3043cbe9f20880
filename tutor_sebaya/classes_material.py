"""What invented classes are taught, and what is noted about their tutor candidates: sentences, each with its English.

Rows of data, one a line, are read more easily than rows broken to fit.
"""

from __future__ import annotations

from dataclasses import dataclass

from .language import N_

# ruff: noqa: E501
# fmt: off


@dataclass(frozen=True)
class Topic:
    """A lesson's material: two objectives, and six sub-topics as (title, objective's number, problem)."""

    subject: str
    title: str
    objectives: tuple[str, str]
    subtopics: tuple[tuple[str, int, str], ...]


TOPICS = (
    Topic(
        N_("Matematika"),
        N_("Pecahan"),
        (
            N_("Membandingkan dan mengurutkan pecahan dengan penyebut berbeda."),
            N_("Menjumlahkan dan mengurangkan pecahan dengan penyebut berbeda."),
        ),
        (
            (N_("Pecahan senilai"), 1, N_("Adi memotong kue menjadi 8 dan makan 4. Mengapa itu sama banyak dengan 1/2 kue?")),
            (N_("Membandingkan pecahan"), 1, N_("Mana yang lebih panjang: pita 2/3 meter atau pita 3/5 meter? Bagaimana kalian tahu?")),
            (N_("Mengurutkan pecahan"), 1, N_("Bagaimana cara mengurutkan 1/2, 3/4, dan 2/5 tanpa menggambar?")),
            (N_("Menjumlahkan pecahan"), 2, N_("Ibu memakai 1/2 kg tepung, lalu 1/3 kg lagi. Berapa kg tepung yang dipakai?")),
            (N_("Mengurangkan pecahan"), 2, N_("Tangki berisi 3/4 penuh, lalu dipakai 1/6 tangki. Berapa bagian yang tersisa?")),
            (N_("Pecahan campuran"), 2, N_("Dua tali panjangnya 1 1/2 m dan 2 1/4 m disambung. Berapa panjang seluruhnya?")),
            (N_("Pecahan di garis bilangan"), 1, N_("Di mana letak 5/4 pada garis bilangan dari 0 sampai 2?")),
            (N_("Pecahan dan desimal"), 1, N_("Mana yang lebih besar, 0,4 atau 3/8? Bagaimana kalian tahu?")),
            (N_("Menaksir hasil"), 2, N_("Tanpa menghitung, apakah 7/8 + 5/6 lebih atau kurang dari 2? Mengapa?")),
            (N_("Pecahan dalam resep"), 2, N_("Resep untuk 4 orang memakai 3/4 gelas gula. Berapa gelas untuk 8 orang?")),
        ),
    ),
    Topic(
        N_("Matematika"),
        N_("Keliling dan luas"),
        (
            N_("Menghitung keliling dan luas persegi, persegi panjang, dan segitiga."),
            N_("Memakai keliling dan luas untuk menyelesaikan masalah sehari-hari."),
        ),
        (
            (N_("Luas persegi panjang"), 1, N_("Mengapa luas persegi panjang dapat dihitung dengan panjang kali lebar?")),
            (N_("Luas segitiga"), 1, N_("Bagaimana luas segitiga ditemukan dari luas persegi panjang?")),
            (N_("Keliling bangun datar"), 1, N_("Apakah dua bangun yang kelilingnya sama selalu sama luasnya?")),
            (N_("Bangun gabungan"), 2, N_("Denah kamar berbentuk huruf L. Bagaimana cara mencari luasnya?")),
            (N_("Kebun sekolah"), 2, N_("Pagar 24 meter tersedia. Kebun persegi panjang mana yang paling luas?")),
            (N_("Ubin dan lantai"), 2, N_("Lantai 3 m × 4 m ditutup ubin 30 cm × 30 cm. Berapa ubin yang diperlukan?")),
            (N_("Satuan luas"), 1, N_("Berapa ubin 1 cm × 1 cm yang menutup bidang 1 m × 1 m? Bagaimana kalian tahu?")),
            (N_("Segitiga dalam persegi"), 1, N_("Berapa bagian luas persegi yang ditutup segitiga setinggi persegi itu?")),
            (N_("Bingkai foto"), 2, N_("Foto 20 cm × 30 cm dibingkai selebar 2 cm. Berapa luas bingkainya?")),
            (N_("Lapangan"), 2, N_("Berapa kali keliling lapangan 40 m × 60 m harus ditempuh agar mencapai 1 km?")),
        ),
    ),
    Topic(
        N_("IPAS"),
        N_("Siklus air"),
        (
            N_("Menjelaskan tahap siklus air dan perubahan wujud di dalamnya."),
            N_("Menjelaskan pengaruh kegiatan manusia pada ketersediaan air bersih."),
        ),
        (
            (N_("Penguapan"), 1, N_("Ke mana perginya air di jemuran, padahal tidak menetes ke tanah?")),
            (N_("Awan dan pengembunan"), 1, N_("Mengapa bagian luar gelas es menjadi basah?")),
            (N_("Hujan dan resapan"), 1, N_("Apa yang terjadi pada air hujan setelah jatuh di tanah, aspal, dan atap?")),
            (N_("Air tanah"), 2, N_("Mengapa sumur di beberapa tempat kering pada musim kemarau?")),
            (N_("Banjir"), 2, N_("Apa yang berubah pada aliran air ketika lahan kosong menjadi bangunan?")),
            (N_("Hemat air"), 2, N_("Kebiasaan mana di rumah yang paling banyak menghabiskan air, dan bagaimana menguranginya?")),
            (N_("Embun dan kabut"), 1, N_("Mengapa embun lebih sering terlihat pada pagi hari daripada siang hari?")),
            (N_("Laut dan sungai"), 1, N_("Mengapa laut tidak penuh, padahal semua sungai mengalir ke sana?")),
            (N_("Air keruh"), 2, N_("Bagaimana air sungai yang keruh dapat dijernihkan dengan bahan di sekitar kita?")),
            (N_("Sumur resapan"), 2, N_("Apa gunanya sumur resapan bagi sumur tetangga?")),
        ),
    ),
    Topic(
        N_("Bahasa Indonesia"),
        N_("Teks nonfiksi"),
        (
            N_("Menemukan ide pokok dan rincian dalam teks nonfiksi."),
            N_("Menulis ringkasan teks nonfiksi dengan kalimat sendiri."),
        ),
        (
            (N_("Ide pokok"), 1, N_("Kalimat mana yang memuat ide pokok paragraf pertama, dan apa buktinya?")),
            (N_("Rincian pendukung"), 1, N_("Rincian mana yang menguatkan ide pokok, dan mana yang dapat dibuang?")),
            (N_("Fakta dan pendapat"), 1, N_("Bagaimana membedakan fakta dari pendapat dalam teks itu?")),
            (N_("Kata kunci"), 2, N_("Lima kata mana yang harus ada supaya ringkasan tetap utuh?")),
            (N_("Kalimat sendiri"), 2, N_("Bagaimana menulis ulang kalimat tanpa menyalin dan tanpa mengubah artinya?")),
            (N_("Menyusun ringkasan"), 2, N_("Urutan apa yang membuat ringkasan mudah dipahami pembaca?")),
            (N_("Judul dan isi"), 1, N_("Apakah judul teks itu sesuai dengan isinya? Apa buktinya?")),
            (N_("Tabel dan gambar"), 1, N_("Keterangan apa dalam tabel atau gambar yang tidak ada dalam teksnya?")),
            (N_("Kalimat penghubung"), 2, N_("Kata penghubung mana yang membuat dua kalimat ringkasan menjadi padu?")),
            (N_("Menilai ringkasan"), 2, N_("Ringkasan mana dari dua contoh yang lebih setia pada teks, dan mengapa?")),
        ),
    ),
)
ATTITUDES = (
    N_("Sabar ketika teman bertanya ulang; terlihat dalam kerja kelompok."),
    N_("Tidak memotong pembicaraan teman; terlihat dalam diskusi kelas."),
    N_("Mau mengakui kesalahan sendiri di depan teman."),
    N_("Menyapa dan mengajak teman yang duduk sendiri."),
    N_("Menjelaskan tanpa mengambil alih pensil temannya."),
)
CRITERIA = (
    N_("Nilai kedua TP di atas rata-rata kelas."),
    N_("Dua kali menjadi anggota kelompok yang tugasnya selesai bersama."),
    N_("Mencoba soal tambahan tanpa diminta."),
    N_("Menunggu giliran dan menerima pendapat teman."),
    N_("Hadir dan menyiapkan bahan tepat waktu."),
    N_("Berani bertanya kepada guru saat belum paham."),
    N_("Sering membantu teman merapikan catatan."),
)
