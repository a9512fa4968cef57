@echo off
chcp 65001 >nul
where py >nul 2>nul
if errorlevel 1 goto without
py -3 "%~dp0install.py" %*
goto end
:without
echo Máy này chưa có Python. Cài Python 3.12 (bộ cài thường nằm trong thư mục này,
echo tên bắt đầu bằng python-3), rồi nháy đúp lại tệp cai-dat.bat.
:end
pause
