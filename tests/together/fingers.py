"""Fingers on keys by their place, which leave the layout alone: ``python fingers.py GROUP CODE...``.

Chooses the layout of that number, of several that a person switches between, and presses the keys together. (`xdotool`
chooses a layout of its own for every key it presses.)
"""

import ctypes
import sys

CORE_KEYBOARD = 0x100

xlib, xtest = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
xlib.XOpenDisplay.restype = ctypes.c_void_p
xlib.XkbLockGroup.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_uint]
xlib.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]
xtest.XTestFakeKeyEvent.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong]

display = xlib.XOpenDisplay(None)
group, *codes = map(int, sys.argv[1:])
xlib.XkbLockGroup(display, CORE_KEYBOARD, group)
for code in codes:
    xtest.XTestFakeKeyEvent(display, code, 1, 0)
for code in reversed(codes):
    xtest.XTestFakeKeyEvent(display, code, 0, 0)
xlib.XSync(display, 0)
