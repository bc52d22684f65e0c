# Prints pages from WebKitGTK, whose driver has no command for it: print-webkit.py URL PDF [URL PDF …]
# Needs GTK and WebKitGTK with their bindings for Python (python3-gi, gir1.2-webkit2-4.1), and a display.

import pathlib
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, WebKit2

SETTLE = 500  # milliseconds for the page's scripts
LIMIT = 60  # seconds for all pages

jobs = list(zip(sys.argv[1::2], sys.argv[2::2]))
printed = 0
window = Gtk.Window()
window.set_default_size(1024, 768)
view = WebKit2.WebView()
window.add(view)
window.show_all()


def open_next():
    if printed == len(jobs):
        Gtk.main_quit()
    else:
        view.load_uri(jobs[printed][0])


def print_page():
    settings = Gtk.PrintSettings()
    settings.set_printer("Print to File")
    settings.set(Gtk.PRINT_SETTINGS_OUTPUT_FILE_FORMAT, "pdf")
    settings.set(Gtk.PRINT_SETTINGS_OUTPUT_URI, pathlib.Path(jobs[printed][1]).as_uri())
    paper = Gtk.PageSetup()
    paper.set_paper_size(Gtk.PaperSize.new("iso_a4"))
    operation = WebKit2.PrintOperation.new(view)
    operation.set_print_settings(settings)
    operation.set_page_setup(paper)
    operation.connect("finished", finished)
    operation.connect("failed", lambda _, error: sys.exit(error.message))
    operation.print_()
    return False


def finished(_):
    global printed
    printed += 1
    open_next()


def changed(_, event):
    if event == WebKit2.LoadEvent.FINISHED:
        GLib.timeout_add(SETTLE, print_page)


view.connect("load-changed", changed)
open_next()
GLib.timeout_add_seconds(LIMIT, Gtk.main_quit)
Gtk.main()
sys.exit(0 if printed == len(jobs) else f"only {printed} of {len(jobs)} pages were printed")
