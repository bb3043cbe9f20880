@echo off
rem Membuka kursus di peramban. / Opens the course in the browser.
setlocal
title Tutor Sebaya
pushd "%~dp0"

call :try python\python.exe && goto done
call :try py -3 && goto done
call :try python && goto done
call :try python3 && goto done

echo.
echo  Python 3.8 atau lebih baru tidak ditemukan. Buku dibuka untuk dibaca; lihat BACA-DULU.html.
echo  Python 3.8 or newer was not found. The book opens for reading; see BACA-DULU.html.
echo.
start "" "situs\index.html"
pause

:done
popd
exit /b

rem What Windows calls python may only be a link to its shop: whoever can't say its version is no Python.
:try
%* -c "import sys; sys.exit(sys.version_info < (3, 8))" >nul 2>nul || exit /b 1
%* mulai.py
if errorlevel 1 pause
exit /b 0
