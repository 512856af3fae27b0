"""Another program that wants Ctrl+Alt and a letter for itself, by Xlib: ``python grabbing.py p j --hold``.

Prints for each letter whether it got it, and with ``--hold`` keeps it until it is ended.
"""

import ctypes
import signal
import sys

CONTROL_ALT = 4 | 8
LOCKS = (0, 2, 16, 18)
ASYNC = 1

xlib = ctypes.CDLL("libX11.so.6")
pointer, number = ctypes.c_void_p, ctypes.c_ulong
xlib.XOpenDisplay.restype = pointer
xlib.XDefaultRootWindow.argtypes, xlib.XDefaultRootWindow.restype = [pointer], number
xlib.XStringToKeysym.restype = number
xlib.XKeysymToKeycode.argtypes, xlib.XKeysymToKeycode.restype = [pointer, number], ctypes.c_ubyte
xlib.XGrabKey.argtypes = [pointer, ctypes.c_int, ctypes.c_uint, number, ctypes.c_int, ctypes.c_int, ctypes.c_int]
xlib.XSync.argtypes = [pointer, ctypes.c_int]

errors: list[int] = []


@ctypes.CFUNCTYPE(ctypes.c_int, pointer, pointer)
def on_error(_display: int, _error: int) -> int:
    errors.append(1)
    return 0


xlib.XSetErrorHandler(on_error)
display = xlib.XOpenDisplay(None)
root = xlib.XDefaultRootWindow(display)
for letter in sys.argv[1:]:
    if letter == "--hold":
        signal.pause()
    code = xlib.XKeysymToKeycode(display, xlib.XStringToKeysym(letter.encode()))
    for lock in LOCKS:
        xlib.XGrabKey(display, code, CONTROL_ALT | lock, root, 1, ASYNC, ASYNC)
    xlib.XSync(display, 0)
    print(letter, "taken" if errors else "free", flush=True)
    errors.clear()
