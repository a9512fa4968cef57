@echo off
chcp 65001 >nul
title baocao
if not exist "%~dp0python\python.exe" goto packed
"%~dp0python\python.exe" -m baocao_start web %*
if not errorlevel 1 exit /b 0
goto wait
:packed
echo Chưa giải nén. Nháy chuột phải vào tệp zip, chọn Extract All (Giải nén tất cả), rồi mở lại tệp này.
:wait
echo Nhấn một phím bất kỳ để đóng cửa sổ này.
pause >nul
exit /b 1
