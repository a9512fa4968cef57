@echo off
chcp 65001 >nul
title baocao
set "PATH=%~dp0lenh;%PATH%"
if exist "%USERPROFILE%\Documents" cd /d "%USERPROFILE%\Documents"
echo Gõ lệnh, ví dụ: baocao check ho-so.xlsx
echo Xem các lệnh: baocao --help. Đóng cửa sổ: exit
cmd /k
