<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en_US">
<context>
    <name>CompactWindow</name>
    <message>
        <source>%1 today</source>
        <extracomment>ui/compact.py</extracomment>
        <translation>%1 heute</translation>
    </message>
    <message>
        <source>%1 – TruthTime</source>
        <extracomment>ui/compact.py</extracomment>
        <translation>%1 – TruthTime</translation>
    </message>
</context>
<context>
    <name>Footer</name>
    <message>
        <source>Saved on this computer</source>
        <extracomment>ui/window_parts.py</extracomment>
        <translation>Auf diesem Computer gespeichert</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Entries of today</source>
        <extracomment>ui/window.py</extracomment>
        <translation>Einträge von heute</translation>
    </message>
    <message>
        <source>Entries of today appear here.</source>
        <extracomment>ui/window.py</extracomment>
        <translation>Hier erscheinen die Einträge von heute.</translation>
    </message>
    <message>
        <source>Today</source>
        <extracomment>ui/window.py</extracomment>
        <translation>Heute</translation>
    </message>
</context>
<context>
    <name>NoticeCard</name>
    <message>
        <source>Undo</source>
        <extracomment>ui/notice.py</extracomment>
        <translation>Rückgängig machen</translation>
    </message>
</context>
<context>
    <name>TaskCard</name>
    <message>
        <source>Description</source>
        <extracomment>ui/window_parts.py</extracomment>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Project</source>
        <extracomment>ui/window_parts.py</extracomment>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>What are you about to do?</source>
        <extracomment>ui/window_parts.py</extracomment>
        <translation>Was steht an?</translation>
    </message>
</context>
<context>
    <name>TrayMenu</name>
    <message>
        <source>Switch to</source>
        <extracomment>ui/menu.py</extracomment>
        <translation>Wechseln zu</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>%1 (%2)</source>
        <extracomment>ui/menu.py
----------
ui/words.py</extracomment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 elapsed on %2</source>
        <extracomment>ui/telling.py</extracomment>
        <translation>%1 vergangen mit %2</translation>
    </message>
    <message>
        <source>%1 is not counted until you answer.</source>
        <extracomment>ui/words.py</extracomment>
        <translation>%1 nicht gezählt, die Antwort steht noch aus.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <extracomment>ui/entries.py</extracomment>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 of %2 was work.</source>
        <extracomment>ui/words.py</extracomment>
        <translation>%1 von %2 waren Arbeit.</translation>
    </message>
    <message>
        <source>%1 worked of %2</source>
        <extracomment>ui/words.py</extracomment>
        <translation>%1 Arbeit von %2</translation>
    </message>
    <message>
        <source>%1 worked today</source>
        <extracomment>ui/words.py</extracomment>
        <translation>%1 Arbeit heute</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <extracomment>ui/entries.py</extracomment>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>ui/words.py</extracomment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1h %2m</source>
        <extracomment>ui/words.py</extracomment>
        <translation>%1&#x202f;h %2&#x202f;min</translation>
    </message>
    <message>
        <source>%1m</source>
        <extracomment>ui/words.py</extracomment>
        <translation>%1&#x202f;min</translation>
    </message>
    <message numerus="yes">
        <source>%n click(s) could not be saved.</source>
        <extracomment>ui/telling.py</extracomment>
        <translation>
            <numerusform>%n Klick konnte nicht gespeichert werden.</numerusform>
            <numerusform>%n Klicks konnten nicht gespeichert werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>A timer is running</source>
        <extracomment>ui/dialogs.py</extracomment>
        <translation>Ein Timer läuft</translation>
    </message>
    <message>
        <source>Another program holds TruthTime&apos;s data. Close it, or restart the computer, and click again.</source>
        <extracomment>ui/telling.py</extracomment>
        <translation>Ein anderes Programm hält die Daten von TruthTime fest. Nächster Schritt: es schließen oder den Computer neu starten, dann noch einmal klicken.</translation>
    </message>
    <message>
        <source>Another program is writing to TruthTime&apos;s data. Your click is kept and counts from now.</source>
        <extracomment>ui/telling.py</extracomment>
        <translation>Ein anderes Programm schreibt gerade in die Daten von TruthTime. Der Klick ist vorgemerkt und zählt ab jetzt.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <extracomment>ui/dialogs.py</extracomment>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close</source>
        <extracomment>ui/dialogs.py</extracomment>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Description</source>
        <extracomment>ui/entries.py</extracomment>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Exit</source>
        <extracomment>ui/actions.py</extracomment>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>It ended at the last sign of life.</source>
        <extracomment>ui/telling.py</extracomment>
        <translation>Er endete beim letzten Lebenszeichen.</translation>
    </message>
    <message>
        <source>It is paused. The gap does not count as work.</source>
        <extracomment>ui/telling.py</extracomment>
        <translation>Er ist pausiert. Die Lücke zählt nicht als Arbeit.</translation>
    </message>
    <message>
        <source>It runs on. The gap does not count as work.</source>
        <extracomment>ui/telling.py</extracomment>
        <translation>Er läuft weiter. Die Lücke zählt nicht als Arbeit.</translation>
    </message>
    <message>
        <source>Keep timing</source>
        <extracomment>ui/dialogs.py</extracomment>
        <translation>Weiter messen</translation>
    </message>
    <message>
        <source>Keep timing in the background?</source>
        <extracomment>ui/dialogs.py</extracomment>
        <translation>Im Hintergrund weiter messen?</translation>
    </message>
    <message>
        <source>No description</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Ohne Beschreibung</translation>
    </message>
    <message>
        <source>Not saved yet</source>
        <extracomment>ui/telling.py</extracomment>
        <translation>Noch nicht gespeichert</translation>
    </message>
    <message>
        <source>Not tracking</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Kein Timer läuft</translation>
    </message>
    <message>
        <source>Not tracking. %1</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Kein Timer läuft. %1</translation>
    </message>
    <message>
        <source>Nothing tracked today</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Heute nichts erfasst</translation>
    </message>
    <message>
        <source>Open TruthTime</source>
        <extracomment>ui/actions.py</extracomment>
        <translation>TruthTime öffnen</translation>
    </message>
    <message>
        <source>Pause</source>
        <extracomment>ui/actions.py</extracomment>
        <translation>Pausieren</translation>
    </message>
    <message>
        <source>Paused</source>
        <extracomment>ui/telling.py
----------
ui/words.py</extracomment>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Paused. %1</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Pausiert. %1</translation>
    </message>
    <message>
        <source>Paused: %1</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Pausiert: %1</translation>
    </message>
    <message>
        <source>Pauses %1</source>
        <extracomment>ui/state_views.py</extracomment>
        <translation>Pausiert %1</translation>
    </message>
    <message>
        <source>Project</source>
        <extracomment>ui/entries.py</extracomment>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Quit TruthTime</source>
        <extracomment>ui/actions.py
----------
ui/dialogs.py</extracomment>
        <translation>TruthTime beenden</translation>
    </message>
    <message>
        <source>Quit, ask me next time</source>
        <extracomment>ui/dialogs.py</extracomment>
        <translation>Beenden, später fragen</translation>
    </message>
    <message>
        <source>Resume</source>
        <extracomment>ui/actions.py</extracomment>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Resumed %1</source>
        <extracomment>ui/telling.py</extracomment>
        <translation>Fortgesetzt um %1</translation>
    </message>
    <message>
        <source>Resumes %1</source>
        <extracomment>ui/state_views.py</extracomment>
        <translation>Setzt %1 fort</translation>
    </message>
    <message>
        <source>Running</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Running: %1. %2</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Läuft: %1. %2</translation>
    </message>
    <message>
        <source>Start</source>
        <extracomment>ui/actions.py</extracomment>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Started %1</source>
        <extracomment>ui/telling.py</extracomment>
        <translation>Gestartet um %1</translation>
    </message>
    <message>
        <source>Stop</source>
        <extracomment>ui/actions.py</extracomment>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Stop and quit</source>
        <extracomment>ui/dialogs.py</extracomment>
        <translation>Stoppen und beenden</translation>
    </message>
    <message>
        <source>Stopped, %1 was work</source>
        <extracomment>ui/telling.py</extracomment>
        <translation>Gestoppt, %1 waren Arbeit</translation>
    </message>
    <message>
        <source>Stops %1</source>
        <extracomment>ui/state_views.py</extracomment>
        <translation>Stoppt %1</translation>
    </message>
    <message>
        <source>This desktop has no tray. Start TruthTime again to see this window.</source>
        <extracomment>ui/dialogs.py</extracomment>
        <translation>Dieser Desktop hat keinen Infobereich. Dieses Fenster kommt wieder, wenn TruthTime noch einmal gestartet wird.</translation>
    </message>
    <message>
        <source>Time</source>
        <extracomment>ui/entries.py</extracomment>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Time after you quit does not count as work.</source>
        <extracomment>ui/dialogs.py</extracomment>
        <translation>Zeit nach dem Beenden zählt nicht als Arbeit.</translation>
    </message>
    <message>
        <source>TruthTime stopped unexpectedly</source>
        <extracomment>ui/telling.py</extracomment>
        <translation>TruthTime wurde unerwartet beendet</translation>
    </message>
    <message>
        <source>TruthTime: not tracking</source>
        <extracomment>ui/words.py</extracomment>
        <translation>TruthTime: kein Timer läuft</translation>
    </message>
    <message>
        <source>Undo</source>
        <extracomment>ui/actions.py</extracomment>
        <translation>Rückgängig machen</translation>
    </message>
    <message>
        <source>Waiting for your answer</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Wartet auf Antwort</translation>
    </message>
    <message>
        <source>Work</source>
        <extracomment>ui/entries.py</extracomment>
        <translation>Arbeit</translation>
    </message>
    <message>
        <source>since %1</source>
        <extracomment>ui/entries.py</extracomment>
        <translation>seit %1</translation>
    </message>
</context>
</TS>
