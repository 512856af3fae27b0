<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en_US">
<context>
    <name>AboutPage</name>
    <message>
        <source>About</source>
        <extracomment>ui/settings/about.py</extracomment>
        <translation>Über</translation>
    </message>
    <message>
        <source>Copied. Paste it into a message to whoever helps you.</source>
        <extracomment>ui/settings/about.py</extracomment>
        <translation>Kopiert. Fügen Sie es in eine Nachricht an die Person ein, die Ihnen hilft.</translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <extracomment>ui/settings/about.py</extracomment>
        <translation>Diagnose kopieren</translation>
    </message>
    <message>
        <source>Looking at this computer. This takes some seconds.</source>
        <extracomment>ui/settings/about.py</extracomment>
        <translation>Dieser Computer wird angesehen. Das dauert einige Sekunden.</translation>
    </message>
    <message>
        <source>Packages and their licences</source>
        <extracomment>ui/settings/about.py</extracomment>
        <translation>Pakete und ihre Lizenzen</translation>
    </message>
    <message>
        <source>Show the introduction again</source>
        <extracomment>ui/settings/about.py</extracomment>
        <translation>Einführung noch einmal zeigen</translation>
    </message>
    <message>
        <source>Something else is under way. Try again when it has ended.</source>
        <extracomment>ui/settings/about.py</extracomment>
        <translation>Etwas anderes ist im Gange. Versuchen Sie es danach noch einmal.</translation>
    </message>
    <message>
        <source>TruthTime stands on these packages</source>
        <extracomment>ui/settings/about.py</extracomment>
        <translation>TruthTime steht auf diesen Paketen</translation>
    </message>
    <message>
        <source>What works on this computer and what does not. Nothing that you typed is in it.</source>
        <extracomment>ui/settings/about.py</extracomment>
        <translation>Was auf diesem Computer geht und was nicht. Nichts, was Sie getippt haben, steht darin.</translation>
    </message>
</context>
<context>
    <name>AppearancePage</name>
    <message>
        <source>Appearance</source>
        <extracomment>ui/settings/appearance.py</extracomment>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <extracomment>ui/settings/appearance.py</extracomment>
        <translation>Wie der Desktop</translation>
    </message>
    <message>
        <source>Dark</source>
        <extracomment>ui/settings/appearance.py</extracomment>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>High contrast</source>
        <extracomment>ui/settings/appearance.py</extracomment>
        <translation>Hoher Kontrast</translation>
    </message>
    <message>
        <source>Light</source>
        <extracomment>ui/settings/appearance.py</extracomment>
        <translation>Hell</translation>
    </message>
    <message>
        <source>On</source>
        <extracomment>ui/settings/appearance.py</extracomment>
        <translation>Ein</translation>
    </message>
    <message>
        <source>Size of text</source>
        <extracomment>ui/settings/appearance.py</extracomment>
        <translation>Größe der Schrift</translation>
    </message>
    <message>
        <source>Theme</source>
        <extracomment>ui/settings/appearance.py</extracomment>
        <translation>Farben</translation>
    </message>
</context>
<context>
    <name>Band</name>
    <message>
        <source>The arrow keys move from one stretch of time to the next.</source>
        <extracomment>ui/panel/band.py</extracomment>
        <translation>Die Pfeiltasten gehen von einem Zeitabschnitt zum nächsten.</translation>
    </message>
    <message>
        <source>Today’s time</source>
        <extracomment>ui/panel/band.py</extracomment>
        <translation>Die Zeit von heute</translation>
    </message>
</context>
<context>
    <name>CompactWindow</name>
    <message>
        <source>%1 today</source>
        <extracomment>ui/windows/compact.py</extracomment>
        <translation>%1 heute</translation>
    </message>
    <message>
        <source>%1 – TruthTime</source>
        <extracomment>ui/windows/compact.py</extracomment>
        <translation>%1 – TruthTime</translation>
    </message>
</context>
<context>
    <name>Content</name>
    <message>
        <source>Earlier today</source>
        <extracomment>ui/panel/content.py</extracomment>
        <translation>Früher am Tag</translation>
    </message>
</context>
<context>
    <name>CrashDialog</name>
    <message>
        <source>Close</source>
        <extracomment>ui/crashes/dialog.py</extracomment>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Copied</source>
        <extracomment>ui/crashes/dialog.py</extracomment>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy report</source>
        <extracomment>ui/crashes/dialog.py</extracomment>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>It holds no note, no task and nothing else that you typed.</source>
        <extracomment>ui/crashes/dialog.py</extracomment>
        <translation>Keine Notiz, keine Aufgabe und nichts, was Sie getippt haben, steht darin.</translation>
    </message>
    <message>
        <source>Report</source>
        <extracomment>ui/crashes/dialog.py</extracomment>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Something in TruthTime went wrong</source>
        <extracomment>ui/crashes/dialog.py</extracomment>
        <translation>In TruthTime ist etwas schiefgegangen</translation>
    </message>
    <message>
        <source>TruthTime ended unexpectedly</source>
        <extracomment>ui/crashes/dialog.py</extracomment>
        <translation>TruthTime wurde unerwartet beendet</translation>
    </message>
    <message>
        <source>TruthTime goes on, and what was recorded is safe. If it acts oddly, quit it and start it again.</source>
        <extracomment>ui/crashes/dialog.py</extracomment>
        <translation>TruthTime läuft weiter, und was aufgezeichnet wurde, ist sicher. Verhält es sich seltsam, beenden und starten Sie es neu.</translation>
    </message>
    <message>
        <source>What was recorded is safe. This is what the last run left behind.</source>
        <extracomment>ui/crashes/dialog.py</extracomment>
        <translation>Was aufgezeichnet wurde, ist sicher. Das hat der letzte Lauf hinterlassen.</translation>
    </message>
</context>
<context>
    <name>DataCare</name>
    <message>
        <source>A backup is being restored.</source>
        <extracomment>ui/data/care.py</extracomment>
        <translation>Eine Sicherung wird wiederhergestellt.</translation>
    </message>
    <message>
        <source>Everything is being deleted.</source>
        <extracomment>ui/data/care.py</extracomment>
        <translation>Alles wird gelöscht.</translation>
    </message>
    <message>
        <source>Look whether your data is as you expect it, then try again.</source>
        <extracomment>ui/data/care.py</extracomment>
        <translation>Sehen Sie nach, ob Ihre Daten sind, wie Sie sie erwarten, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Something in TruthTime went wrong</source>
        <extracomment>ui/data/care.py</extracomment>
        <translation>In TruthTime ist etwas schiefgegangen</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <extracomment>ui/data/care.py</extracomment>
        <translation>Versuchen Sie es gleich noch einmal.</translation>
    </message>
</context>
<context>
    <name>DataPage</name>
    <message>
        <source>%1 on this disk</source>
        <extracomment>ui/settings/data.py</extracomment>
        <translation>%1 auf dieser Platte</translation>
    </message>
    <message>
        <source>Back up now</source>
        <extracomment>ui/settings/data.py</extracomment>
        <translation>Jetzt sichern</translation>
    </message>
    <message>
        <source>Backed up and checked.</source>
        <extracomment>ui/settings/data.py</extracomment>
        <translation>Gesichert und geprüft.</translation>
    </message>
    <message>
        <source>Backups</source>
        <extracomment>ui/settings/data.py</extracomment>
        <translation>Sicherungen</translation>
    </message>
    <message>
        <source>Checking the backup and putting it in place.</source>
        <extracomment>ui/settings/data.py</extracomment>
        <translation>Die Sicherung wird geprüft und eingesetzt.</translation>
    </message>
    <message>
        <source>Copying and checking your data.</source>
        <extracomment>ui/settings/data.py</extracomment>
        <translation>Ihre Daten werden kopiert und geprüft.</translation>
    </message>
    <message>
        <source>Data</source>
        <extracomment>ui/settings/data.py</extracomment>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Delete everything…</source>
        <extracomment>ui/settings/data.py</extracomment>
        <translation>Alles löschen…</translation>
    </message>
    <message>
        <source>Deleting.</source>
        <extracomment>ui/settings/data.py</extracomment>
        <translation>Wird gelöscht.</translation>
    </message>
    <message>
        <source>Everything</source>
        <extracomment>ui/settings/data.py</extracomment>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Everything is deleted. TruthTime is as new.</source>
        <extracomment>ui/settings/data.py</extracomment>
        <translation>Alles ist gelöscht. TruthTime ist wie neu.</translation>
    </message>
    <message>
        <source>Export everything…</source>
        <extracomment>ui/settings/data.py</extracomment>
        <translation>Alles exportieren…</translation>
    </message>
    <message>
        <source>Place</source>
        <extracomment>ui/settings/data.py</extracomment>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Progress</source>
        <extracomment>ui/settings/data.py</extracomment>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Restored.</source>
        <extracomment>ui/settings/data.py</extracomment>
        <translation>Wiederhergestellt.</translation>
    </message>
    <message>
        <source>Restored. What was there before is kept as %1.</source>
        <extracomment>ui/settings/data.py</extracomment>
        <translation>Wiederhergestellt. Was vorher da war, ist als %1 aufbewahrt.</translation>
    </message>
    <message>
        <source>Restore…</source>
        <extracomment>ui/settings/data.py</extracomment>
        <translation>Wiederherstellen…</translation>
    </message>
    <message>
        <source>Saved in %1.</source>
        <extracomment>ui/settings/data.py</extracomment>
        <translation>Gespeichert in %1.</translation>
    </message>
    <message>
        <source>Show the files</source>
        <extracomment>ui/settings/data.py</extracomment>
        <translation>Dateien zeigen</translation>
    </message>
    <message>
        <source>Size</source>
        <extracomment>ui/settings/data.py</extracomment>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Stop</source>
        <extracomment>ui/settings/data.py</extracomment>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>The desktop cannot show a folder. It is %1.</source>
        <extracomment>ui/settings/data.py</extracomment>
        <translation>Der Desktop kann keinen Ordner zeigen. Es ist %1.</translation>
    </message>
    <message>
        <source>There is no backup yet. One is made each day.</source>
        <extracomment>ui/settings/data.py</extracomment>
        <translation>Es gibt noch keine Sicherung. Jeden Tag wird eine gemacht.</translation>
    </message>
    <message>
        <source>Where to put the folder</source>
        <extracomment>ui/settings/data.py</extracomment>
        <translation>Wohin mit dem Ordner</translation>
    </message>
    <message>
        <source>Writing your data.</source>
        <extracomment>ui/settings/data.py</extracomment>
        <translation>Ihre Daten werden geschrieben.</translation>
    </message>
</context>
<context>
    <name>DayPicker</name>
    <message>
        <source>Days with a note are marked</source>
        <extracomment>ui/notes/calendar.py</extracomment>
        <translation>Tage mit Notiz sind markiert</translation>
    </message>
</context>
<context>
    <name>DayWindow</name>
    <message>
        <source>Notes for %1</source>
        <extracomment>ui/notes/days.py</extracomment>
        <translation>Notizen zum %1</translation>
    </message>
    <message>
        <source>Notes – %1</source>
        <extracomment>ui/notes/days.py</extracomment>
        <translation>Notizen – %1</translation>
    </message>
    <message>
        <source>Write about this day. Type @ to link an entry.</source>
        <extracomment>ui/notes/days.py</extracomment>
        <translation>Über diesen Tag schreiben. @ verknüpft einen Eintrag.</translation>
    </message>
    <message>
        <source>Write about today. Type @ to link an entry.</source>
        <extracomment>ui/notes/days.py</extracomment>
        <translation>Über heute schreiben. @ verknüpft einen Eintrag.</translation>
    </message>
</context>
<context>
    <name>DeleteDialog</name>
    <message>
        <source>Cancel</source>
        <extracomment>ui/settings/data_dialogs.py</extracomment>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Delete everything</source>
        <extracomment>ui/settings/data_dialogs.py</extracomment>
        <translation>Alles löschen</translation>
    </message>
    <message>
        <source>Delete everything?</source>
        <extracomment>ui/settings/data_dialogs.py</extracomment>
        <translation>Alles löschen?</translation>
    </message>
    <message>
        <source>Gone for good: %1 and their history, %2, %3 and %4; in all %5.</source>
        <extracomment>ui/settings/data_dialogs.py</extracomment>
        <translation>Endgültig weg: %1 mit ihrer Geschichte, %2, %3 und %4; zusammen %5.</translation>
    </message>
    <message>
        <source>Nobody can bring it back. Type %1 to go on.</source>
        <extracomment>ui/settings/data_dialogs.py</extracomment>
        <translation>Niemand kann es zurückholen. Tippen Sie %1, um fortzufahren.</translation>
    </message>
    <message>
        <source>Type %1</source>
        <extracomment>ui/settings/data_dialogs.py</extracomment>
        <translation>%1 tippen</translation>
    </message>
    <message>
        <source>Your settings stay, and so do files that you exported. A timer that runs is stopped.</source>
        <extracomment>ui/settings/data_dialogs.py</extracomment>
        <translation>Ihre Einstellungen bleiben, ebenso exportierte Dateien. Eine laufende Uhr wird gestoppt.</translation>
    </message>
</context>
<context>
    <name>EarlierList</name>
    <message>
        <source>Earlier today</source>
        <extracomment>ui/panel/earlier.py</extracomment>
        <translation>Früher am Tag</translation>
    </message>
</context>
<context>
    <name>EntryButton</name>
    <message>
        <source> / %1</source>
        <extracomment>ui/notes/rail.py</extracomment>
        <translation> / %1</translation>
    </message>
    <message>
        <source>%1 of %2 was work.</source>
        <extracomment>ui/notes/rail.py</extracomment>
        <translation>%1 von %2 waren Arbeit.</translation>
    </message>
</context>
<context>
    <name>EntryCompleter</name>
    <message>
        <source>Entries of this day</source>
        <extracomment>ui/notes/completer.py</extracomment>
        <translation>Einträge dieses Tages</translation>
    </message>
</context>
<context>
    <name>FirstRun</name>
    <message>
        <source>Done</source>
        <extracomment>ui/first_run/window.py</extracomment>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Next</source>
        <extracomment>ui/first_run/window.py</extracomment>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Skip</source>
        <extracomment>ui/first_run/window.py</extracomment>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Welcome to TruthTime</source>
        <extracomment>ui/first_run/window.py</extracomment>
        <translation>Willkommen bei TruthTime</translation>
    </message>
</context>
<context>
    <name>GeneralPage</name>
    <message>
        <source>A click on the icon</source>
        <extracomment>ui/settings/general.py</extracomment>
        <translation>Ein Klick auf das Symbol</translation>
    </message>
    <message>
        <source>A double click opens the window in any case, a middle click pauses.</source>
        <extracomment>ui/settings/general.py</extracomment>
        <translation>Ein Doppelklick öffnet immer das Fenster, ein mittlerer Klick pausiert.</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <extracomment>ui/settings/general.py</extracomment>
        <translation>Wie der Desktop</translation>
    </message>
    <message>
        <source>General</source>
        <extracomment>ui/settings/general.py</extracomment>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>Language</source>
        <extracomment>ui/settings/general.py</extracomment>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Monday</source>
        <extracomment>ui/settings/general.py</extracomment>
        <translation>Montag</translation>
    </message>
    <message>
        <source>Opens the window</source>
        <extracomment>ui/settings/general.py</extracomment>
        <translation>Öffnet das Fenster</translation>
    </message>
    <message>
        <source>Saturday</source>
        <extracomment>ui/settings/general.py</extracomment>
        <translation>Samstag</translation>
    </message>
    <message>
        <source>Start when I sign in</source>
        <extracomment>ui/settings/general.py</extracomment>
        <translation>Beim Anmelden starten</translation>
    </message>
    <message>
        <source>Starts or stops the timer</source>
        <extracomment>ui/settings/general.py</extracomment>
        <translation>Startet oder stoppt die Uhr</translation>
    </message>
    <message>
        <source>Sunday</source>
        <extracomment>ui/settings/general.py</extracomment>
        <translation>Sonntag</translation>
    </message>
    <message>
        <source>Times of day</source>
        <extracomment>ui/settings/general.py</extracomment>
        <translation>Uhrzeiten</translation>
    </message>
    <message>
        <source>Week starts on</source>
        <extracomment>ui/settings/general.py</extracomment>
        <translation>Die Woche beginnt am</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>ddd d MMM</source>
        <comment>date</comment>
        <extracomment>ui/panel/hero.py</extracomment>
        <translation>ddd d. MMM</translation>
    </message>
</context>
<context>
    <name>HelpWindow</name>
    <message>
        <source>Help – TruthTime</source>
        <extracomment>ui/help.py</extracomment>
        <translation>Hilfe – TruthTime</translation>
    </message>
    <message>
        <source>Keys</source>
        <extracomment>ui/help.py</extracomment>
        <translation>Tasten</translation>
    </message>
</context>
<context>
    <name>Hero</name>
    <message>
        <source>Nothing tracked today</source>
        <extracomment>ui/panel/hero.py</extracomment>
        <translation>Heute nichts erfasst</translation>
    </message>
    <message>
        <source>of %1</source>
        <extracomment>ui/panel/hero.py</extracomment>
        <translation>von %1</translation>
    </message>
    <message>
        <source>truly worked</source>
        <extracomment>ui/panel/hero.py</extracomment>
        <translation>wirklich gearbeitet</translation>
    </message>
    <message>
        <source>truly worked since %1</source>
        <extracomment>ui/panel/hero.py</extracomment>
        <translation>wirklich gearbeitet seit %1</translation>
    </message>
    <message>
        <source>truly worked, %1 – %2</source>
        <extracomment>ui/panel/hero.py</extracomment>
        <translation>wirklich gearbeitet, %1 – %2</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>Copy</source>
        <extracomment>ui/notes/history.py</extracomment>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Nothing changed.</source>
        <extracomment>ui/notes/history.py</extracomment>
        <translation>Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Nothing is written on this day yet.</source>
        <extracomment>ui/notes/history.py</extracomment>
        <translation>An diesem Tag ist noch nichts geschrieben.</translation>
    </message>
    <message>
        <source>Restore</source>
        <extracomment>ui/notes/history.py</extracomment>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Show the whole text</source>
        <extracomment>ui/notes/history.py</extracomment>
        <translation>Ganzen Text zeigen</translation>
    </message>
    <message>
        <source>Show what changed</source>
        <extracomment>ui/notes/history.py</extracomment>
        <translation>Änderungen zeigen</translation>
    </message>
    <message>
        <source>Text of this version</source>
        <extracomment>ui/notes/history.py</extracomment>
        <translation>Text dieser Fassung</translation>
    </message>
    <message>
        <source>This version was erased.</source>
        <extracomment>ui/notes/history.py</extracomment>
        <translation>Diese Fassung wurde gelöscht.</translation>
    </message>
    <message>
        <source>Versions of this day</source>
        <extracomment>ui/notes/history.py</extracomment>
        <translation>Fassungen dieses Tages</translation>
    </message>
</context>
<context>
    <name>HotkeyField</name>
    <message>
        <source>Change it in the keyboard settings of your desktop.</source>
        <extracomment>ui/hotkeys/field.py</extracomment>
        <translation>Ändern Sie es in den Tastatureinstellungen Ihres Desktops.</translation>
    </message>
    <message>
        <source>Change the shortcut for “%1”</source>
        <extracomment>ui/hotkeys/field.py</extracomment>
        <translation>Tastenkürzel für „%1“ ändern</translation>
    </message>
    <message>
        <source>Change…</source>
        <extracomment>ui/hotkeys/field.py</extracomment>
        <translation>Ändern…</translation>
    </message>
    <message>
        <source>Clear</source>
        <extracomment>ui/hotkeys/field.py</extracomment>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Clear the shortcut for “%1”</source>
        <extracomment>ui/hotkeys/field.py</extracomment>
        <translation>Tastenkürzel für „%1“ entfernen</translation>
    </message>
    <message>
        <source>Command for “%1”</source>
        <extracomment>ui/hotkeys/field.py</extracomment>
        <translation>Befehl für „%1“</translation>
    </message>
    <message>
        <source>Copied</source>
        <extracomment>ui/hotkeys/field.py</extracomment>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy</source>
        <extracomment>ui/hotkeys/field.py</extracomment>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy the command for “%1”</source>
        <extracomment>ui/hotkeys/field.py</extracomment>
        <translation>Befehl für „%1“ kopieren</translation>
    </message>
    <message>
        <source>Press it now to try it.</source>
        <extracomment>ui/hotkeys/field.py</extracomment>
        <translation>Drücken Sie es jetzt, um es auszuprobieren.</translation>
    </message>
    <message>
        <source>Shortcut for “%1”</source>
        <extracomment>ui/hotkeys/field.py</extracomment>
        <translation>Tastenkürzel für „%1“</translation>
    </message>
    <message>
        <source>Works.</source>
        <extracomment>ui/hotkeys/field.py</extracomment>
        <translation>Funktioniert.</translation>
    </message>
    <message>
        <source>Works. Press it once more to resume.</source>
        <extracomment>ui/hotkeys/field.py</extracomment>
        <translation>Funktioniert. Noch einmal drücken setzt fort.</translation>
    </message>
</context>
<context>
    <name>IconStep</name>
    <message>
        <source>Click it once to start, again to stop. Try it now.</source>
        <extracomment>ui/first_run/window.py</extracomment>
        <translation>Ein Klick startet, der nächste stoppt. Probieren Sie es jetzt.</translation>
    </message>
    <message>
        <source>I can’t see the icon</source>
        <extracomment>ui/first_run/window.py</extracomment>
        <translation>Ich sehe das Symbol nicht</translation>
    </message>
    <message>
        <source>The small window is your timer</source>
        <extracomment>ui/first_run/window.py</extracomment>
        <translation>Das kleine Fenster ist Ihre Uhr</translation>
    </message>
    <message>
        <source>This desktop has no tray, so TruthTime keeps a small window. Press Start in it.</source>
        <extracomment>ui/first_run/window.py</extracomment>
        <translation>Dieser Desktop hat keinen Infobereich, darum zeigt TruthTime ein kleines Fenster. Drücken Sie darin Start.</translation>
    </message>
    <message>
        <source>This icon is your timer</source>
        <extracomment>ui/first_run/window.py</extracomment>
        <translation>Dieses Symbol ist Ihre Uhr</translation>
    </message>
    <message>
        <source>Waiting for your first click</source>
        <extracomment>ui/first_run/window.py</extracomment>
        <translation>Wartet auf Ihren ersten Klick</translation>
    </message>
</context>
<context>
    <name>Item</name>
    <message>
        <source>%1 of it claimed by you</source>
        <extracomment>ui/panel/legend.py</extracomment>
        <translation>davon %1 selbst angegeben</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <extracomment>ui/panel/legend.py</extracomment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>ui/panel/legend.py</extracomment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>KeyRecorder</name>
    <message>
        <source>No keys yet</source>
        <extracomment>ui/hotkeys/recorder.py</extracomment>
        <translation>Noch keine Tasten</translation>
    </message>
    <message>
        <source>Press the keys you want</source>
        <extracomment>ui/hotkeys/recorder.py</extracomment>
        <translation>Drücken Sie die gewünschten Tasten</translation>
    </message>
</context>
<context>
    <name>NoteEditor</name>
    <message>
        <source>Write about today. Type @ to link an entry.</source>
        <extracomment>ui/notes/editor.py</extracomment>
        <translation>Über heute schreiben. @ verknüpft einen Eintrag.</translation>
    </message>
</context>
<context>
    <name>NoteLine</name>
    <message>
        <source>Add a note at %1</source>
        <extracomment>ui/panel/note_line.py</extracomment>
        <translation>Notiz um %1</translation>
    </message>
    <message>
        <source>Add a note to today</source>
        <extracomment>ui/panel/note_line.py</extracomment>
        <translation>Notiz für heute</translation>
    </message>
    <message>
        <source>Note added at %1</source>
        <extracomment>ui/panel/note_line.py</extracomment>
        <translation>Notiz um %1 hinzugefügt</translation>
    </message>
</context>
<context>
    <name>NotesFrame</name>
    <message>
        <source>Export all days…</source>
        <extracomment>ui/notes/frame.py</extracomment>
        <translation>Alle Tage exportieren…</translation>
    </message>
    <message>
        <source>Export this day…</source>
        <extracomment>ui/notes/frame.py</extracomment>
        <translation>Diesen Tag exportieren…</translation>
    </message>
</context>
<context>
    <name>Offers</name>
    <message>
        <source>An entry of this note begins at another time now.</source>
        <extracomment>ui/notes/offers.py</extracomment>
        <translation>Ein Eintrag dieser Notiz beginnt jetzt zu einer anderen Zeit.</translation>
    </message>
    <message>
        <source>Keep both</source>
        <extracomment>ui/notes/offers.py</extracomment>
        <translation>Beide behalten</translation>
    </message>
    <message>
        <source>Leave it</source>
        <extracomment>ui/notes/offers.py</extracomment>
        <translation>So lassen</translation>
    </message>
    <message>
        <source>Show the difference</source>
        <extracomment>ui/notes/offers.py</extracomment>
        <translation>Unterschied zeigen</translation>
    </message>
    <message>
        <source>This day was also edited on another device.</source>
        <extracomment>ui/notes/offers.py</extracomment>
        <translation>Dieser Tag wurde auch auf einem anderen Gerät bearbeitet.</translation>
    </message>
    <message>
        <source>Update @%1 to @%2</source>
        <extracomment>ui/notes/offers.py</extracomment>
        <translation>@%1 durch @%2 ersetzen</translation>
    </message>
</context>
<context>
    <name>OpenTask</name>
    <message>
        <source>%1 worked on this entry</source>
        <extracomment>ui/panel/task_card.py</extracomment>
        <translation>%1 Arbeit in diesem Eintrag</translation>
    </message>
    <message>
        <source>this entry, since %1</source>
        <extracomment>ui/panel/task_card.py</extracomment>
        <translation>dieser Eintrag, seit %1</translation>
    </message>
</context>
<context>
    <name>Panel</name>
    <message>
        <source>Notes</source>
        <extracomment>ui/panel/panel.py</extracomment>
        <translation>Notizen</translation>
    </message>
    <message>
        <source>Timeline</source>
        <extracomment>ui/panel/panel.py</extracomment>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>TruthTime panel</source>
        <extracomment>ui/panel/panel.py</extracomment>
        <translation>Übersicht von TruthTime</translation>
    </message>
</context>
<context>
    <name>Picture</name>
    <message>
        <source>The icon among others in the panel: a small clock</source>
        <extracomment>ui/first_run/parts.py</extracomment>
        <translation>Das Symbol zwischen anderen in der Leiste: eine kleine Uhr</translation>
    </message>
</context>
<context>
    <name>Pill</name>
    <message>
        <source>Waiting for your answer</source>
        <extracomment>ui/state_views.py</extracomment>
        <translation>Wartet auf Antwort</translation>
    </message>
</context>
<context>
    <name>Presses</name>
    <message>
        <source>%1 pauses and resumes instead.</source>
        <extracomment>ui/hotkeys/presses.py</extracomment>
        <translation>Stattdessen pausiert %1 und setzt fort.</translation>
    </message>
    <message>
        <source>A shortcut in the settings cannot be read.</source>
        <extracomment>ui/hotkeys/presses.py</extracomment>
        <translation>Ein Tastenkürzel in den Einstellungen ist nicht lesbar.</translation>
    </message>
    <message>
        <source>Choose it again in Settings.</source>
        <extracomment>ui/hotkeys/presses.py</extracomment>
        <translation>Wählen Sie es in den Einstellungen neu.</translation>
    </message>
    <message>
        <source>Nothing is running.</source>
        <extracomment>ui/hotkeys/presses.py</extracomment>
        <translation>Kein Timer läuft.</translation>
    </message>
    <message>
        <source>Pause still works from the tray.</source>
        <extracomment>ui/hotkeys/presses.py</extracomment>
        <translation>Pause geht weiterhin über das Symbol.</translation>
    </message>
    <message>
        <source>Press again to start.</source>
        <extracomment>ui/hotkeys/presses.py</extracomment>
        <translation>Noch einmal drücken, um zu starten.</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Picture: %1</source>
        <extracomment>ui/notes/preview.py</extracomment>
        <translation>Bild: %1</translation>
    </message>
    <message>
        <source>Preview</source>
        <extracomment>ui/notes/preview.py</extracomment>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>The preview ends here. The note goes on.</source>
        <extracomment>ui/notes/preview.py</extracomment>
        <translation>Die Vorschau endet hier. Die Notiz geht weiter.</translation>
    </message>
</context>
<context>
    <name>QuestionCard</name>
    <message>
        <source>%1 – %2. Not counted as work until you say so.</source>
        <extracomment>ui/panel/question_card.py</extracomment>
        <translation>%1 – %2. Zählt ohne Ihre Angabe nicht als Arbeit.</translation>
    </message>
    <message>
        <source>%1 – %2. Not counted as work.</source>
        <extracomment>ui/panel/question_card.py</extracomment>
        <translation>%1 – %2. Nicht als Arbeit gezählt.</translation>
    </message>
    <message>
        <source>TruthTime did not run for %1</source>
        <extracomment>ui/panel/question_card.py</extracomment>
        <translation>TruthTime lief %1 lang nicht</translation>
    </message>
    <message>
        <source>You were away for %1</source>
        <extracomment>ui/panel/question_card.py</extracomment>
        <translation>%1 abwesend</translation>
    </message>
    <message>
        <source>Your computer slept for %1</source>
        <extracomment>ui/panel/question_card.py</extracomment>
        <translation>Der Computer war %1 im Ruhezustand</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Click an entry to jump to its line.</source>
        <extracomment>ui/notes/rail.py</extracomment>
        <translation>Ein Klick auf einen Eintrag führt zu seiner Zeile.</translation>
    </message>
    <message>
        <source>Entries</source>
        <extracomment>ui/notes/rail.py</extracomment>
        <translation>Einträge</translation>
    </message>
    <message>
        <source>Nothing tracked on this day.</source>
        <extracomment>ui/notes/rail.py</extracomment>
        <translation>An diesem Tag ist nichts erfasst.</translation>
    </message>
</context>
<context>
    <name>RowPainter</name>
    <message>
        <source>of %1</source>
        <extracomment>ui/panel/earlier.py</extracomment>
        <translation>von %1</translation>
    </message>
</context>
<context>
    <name>SearchPage</name>
    <message>
        <source>Days found</source>
        <extracomment>ui/notes/searching.py</extracomment>
        <translation>Gefundene Tage</translation>
    </message>
    <message>
        <source>No notes match “%1”.</source>
        <extracomment>ui/notes/searching.py</extracomment>
        <translation>Keine Notiz passt zu „%1“.</translation>
    </message>
    <message>
        <source>Search all days</source>
        <extracomment>ui/notes/searching.py</extracomment>
        <translation>Alle Tage durchsuchen</translation>
    </message>
</context>
<context>
    <name>SettingsWindow</name>
    <message>
        <source>Pages</source>
        <extracomment>ui/settings/window.py</extracomment>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Settings – TruthTime</source>
        <extracomment>ui/settings/window.py</extracomment>
        <translation>Einstellungen – TruthTime</translation>
    </message>
</context>
<context>
    <name>ShortcutStep</name>
    <message>
        <source>Pause from anywhere</source>
        <extracomment>ui/first_run/window.py</extracomment>
        <translation>Überall pausieren</translation>
    </message>
    <message>
        <source>These keys pause and resume the timer, whatever window is in front. Press your own if you like.</source>
        <extracomment>ui/first_run/window.py</extracomment>
        <translation>Diese Tasten pausieren die Uhr und setzen sie fort, egal welches Fenster vorn ist. Drücken Sie eigene, wenn Sie möchten.</translation>
    </message>
</context>
<context>
    <name>ShortcutsPage</name>
    <message>
        <source>Shortcuts</source>
        <extracomment>ui/settings/shortcuts.py</extracomment>
        <translation>Tastenkürzel</translation>
    </message>
</context>
<context>
    <name>StepDots</name>
    <message>
        <source>Step %1 of %2</source>
        <extracomment>ui/first_run/parts.py</extracomment>
        <translation>Schritt %1 von %2</translation>
    </message>
</context>
<context>
    <name>TaskCard</name>
    <message>
        <source>Cancel</source>
        <extracomment>ui/panel/task_card.py</extracomment>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>New task…</source>
        <extracomment>ui/panel/task_card.py</extracomment>
        <translation>Neue Aufgabe…</translation>
    </message>
    <message>
        <source>Switch</source>
        <extracomment>ui/panel/task_card.py</extracomment>
        <translation>Wechseln</translation>
    </message>
    <message>
        <source>Switch to</source>
        <extracomment>ui/panel/task_card.py</extracomment>
        <translation>Wechseln zu</translation>
    </message>
    <message>
        <source>Switch to another task</source>
        <extracomment>ui/panel/task_card.py</extracomment>
        <translation>Zu einer anderen Aufgabe wechseln</translation>
    </message>
</context>
<context>
    <name>TaskField</name>
    <message>
        <source>@ names a project, # a tag.</source>
        <extracomment>ui/panel/task_field.py</extracomment>
        <translation>@ nennt ein Projekt, # ein Stichwort.</translation>
    </message>
    <message>
        <source>Project %1</source>
        <extracomment>ui/panel/task_field.py</extracomment>
        <translation>Projekt %1</translation>
    </message>
    <message>
        <source>Recent tasks</source>
        <extracomment>ui/panel/task_field.py</extracomment>
        <translation>Letzte Aufgaben</translation>
    </message>
    <message>
        <source>Task for the next entry</source>
        <extracomment>ui/panel/task_field.py</extracomment>
        <translation>Aufgabe des nächsten Eintrags</translation>
    </message>
    <message>
        <source>What are you about to do?</source>
        <extracomment>ui/panel/task_field.py</extracomment>
        <translation>Was steht an?</translation>
    </message>
    <message>
        <source>Write @ before a project and # before a tag.</source>
        <extracomment>ui/panel/task_field.py</extracomment>
        <translation>@ steht vor einem Projekt, # vor einem Stichwort.</translation>
    </message>
</context>
<context>
    <name>TextSize</name>
    <message>
        <source>%1 %</source>
        <extracomment>ui/settings/appearance.py</extracomment>
        <translation>%1 %</translation>
    </message>
</context>
<context>
    <name>TimerPage</name>
    <message>
        <source>A day begins at</source>
        <extracomment>ui/settings/timer.py</extracomment>
        <translation>Ein Tag beginnt um</translation>
    </message>
    <message>
        <source>Pauses, sleep, power-off and time without TruthTime do not count.</source>
        <extracomment>ui/settings/timer.py</extracomment>
        <translation>Pausen, Ruhezustand, Ausschalten und Zeit ohne TruthTime zählen nicht.</translation>
    </message>
    <message>
        <source>So pause when you go.</source>
        <extracomment>ui/settings/timer.py</extracomment>
        <translation>Pausieren Sie also, wenn Sie gehen.</translation>
    </message>
    <message>
        <source>This release does not watch keyboard and mouse. It cannot know that you left your desk.</source>
        <extracomment>ui/settings/timer.py</extracomment>
        <translation>Diese Version beobachtet Tastatur und Maus nicht. Sie kann nicht wissen, dass Sie den Platz verlassen haben.</translation>
    </message>
    <message>
        <source>Time counts while the timer runs, measured by a clock that nobody can set.</source>
        <extracomment>ui/settings/timer.py</extracomment>
        <translation>Zeit zählt, während die Uhr läuft, gemessen an einem Zähler, den niemand verstellen kann.</translation>
    </message>
    <message>
        <source>Timer</source>
        <extracomment>ui/settings/timer.py</extracomment>
        <translation>Uhr</translation>
    </message>
    <message>
        <source>What counts as work</source>
        <extracomment>ui/settings/timer.py</extracomment>
        <translation>Was als Arbeit zählt</translation>
    </message>
    <message>
        <source>Work before this hour counts for the day before. All days follow.</source>
        <extracomment>ui/settings/timer.py</extracomment>
        <translation>Arbeit vor dieser Stunde zählt zum Vortag. Alle Tage richten sich danach.</translation>
    </message>
</context>
<context>
    <name>ToolBar</name>
    <message>
        <source>Choose a day</source>
        <extracomment>ui/notes/bars.py</extracomment>
        <translation>Tag wählen</translation>
    </message>
    <message>
        <source>Export</source>
        <extracomment>ui/notes/bars.py</extracomment>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>History of this day</source>
        <extracomment>ui/notes/bars.py</extracomment>
        <translation>Verlauf dieses Tages</translation>
    </message>
    <message>
        <source>Next day</source>
        <extracomment>ui/notes/bars.py</extracomment>
        <translation>Nächster Tag</translation>
    </message>
    <message>
        <source>Preview</source>
        <extracomment>ui/notes/bars.py</extracomment>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Previous day</source>
        <extracomment>ui/notes/bars.py</extracomment>
        <translation>Voriger Tag</translation>
    </message>
    <message>
        <source>Search notes</source>
        <extracomment>ui/notes/bars.py</extracomment>
        <translation>Notizen durchsuchen</translation>
    </message>
</context>
<context>
    <name>TrayMenu</name>
    <message>
        <source>Switch to</source>
        <extracomment>ui/tray/menu.py</extracomment>
        <translation>Wechseln zu</translation>
    </message>
</context>
<context>
    <name>WorkStep</name>
    <message>
        <source>No account needed. Everything stays on this computer.</source>
        <extracomment>ui/first_run/window.py</extracomment>
        <translation>Kein Konto nötig. Alles bleibt auf diesem Computer.</translation>
    </message>
    <message>
        <source>Only time that the timer runs. Pauses, sleep, power-off and time without TruthTime do not count.</source>
        <extracomment>ui/first_run/window.py</extracomment>
        <translation>Nur Zeit, in der die Uhr läuft. Pausen, Ruhezustand, Ausschalten und Zeit ohne TruthTime zählen nicht.</translation>
    </message>
    <message>
        <source>Start when I sign in</source>
        <extracomment>ui/first_run/window.py</extracomment>
        <translation>Beim Anmelden starten</translation>
    </message>
    <message>
        <source>This release does not notice that you left your desk: pause when you go.</source>
        <extracomment>ui/first_run/window.py</extracomment>
        <translation>Diese Version merkt nicht, dass Sie den Platz verlassen: Pausieren Sie, wenn Sie gehen.</translation>
    </message>
    <message>
        <source>TruthTime never records what you type, screenshots, apps or websites.</source>
        <extracomment>ui/first_run/window.py</extracomment>
        <translation>TruthTime zeichnet nie auf, was Sie tippen, keine Bildschirmfotos, Programme oder Webseiten.</translation>
    </message>
    <message>
        <source>What counts as work</source>
        <extracomment>ui/first_run/window.py</extracomment>
        <translation>Was als Arbeit zählt</translation>
    </message>
</context>
<context>
    <name>errors</name>
    <message>
        <source>%1 exists already.</source>
        <extracomment>exports.py</extracomment>
        <translation>%1 gibt es schon.</translation>
    </message>
    <message>
        <source>%1 is a folder.</source>
        <extracomment>exports.py</extracomment>
        <translation>%1 ist ein Ordner.</translation>
    </message>
    <message>
        <source>%1 is damaged.</source>
        <extracomment>system/autostart.py</extracomment>
        <translation>%1 ist beschädigt.</translation>
    </message>
    <message>
        <source>%1 was not written: %2.</source>
        <extracomment>exports.py</extracomment>
        <translation>%1 wurde nicht geschrieben: %2.</translation>
    </message>
    <message>
        <source>A backup is intact: %1. Bring it back with: truthtime restore --newest (nothing is deleted)</source>
        <extracomment>store/faults.py</extracomment>
        <translation>Eine Sicherung ist unbeschädigt: %1. Zurückholen mit: truthtime restore --newest (nichts wird gelöscht)</translation>
    </message>
    <message>
        <source>A folder lies where the data file should be.</source>
        <extracomment>store/faults.py</extracomment>
        <translation>Wo die Datendatei sein soll, liegt ein Ordner.</translation>
    </message>
    <message>
        <source>A library of the system is missing: %1.</source>
        <extracomment>system/display.py</extracomment>
        <translation>Eine Bibliothek des Systems fehlt: %1.</translation>
    </message>
    <message>
        <source>A tag cannot be empty.</source>
        <extracomment>timer.py</extracomment>
        <translation>Ein Stichwort kann nicht leer sein.</translation>
    </message>
    <message>
        <source>Add TruthTime in the settings of Windows under Apps, Startup.</source>
        <extracomment>system/autostart.py</extracomment>
        <translation>Fügen Sie TruthTime in den Windows-Einstellungen unter Apps, Autostart hinzu.</translation>
    </message>
    <message>
        <source>An action can be undone within 10 seconds, while TruthTime runs in the tray.</source>
        <extracomment>tracking.py</extracomment>
        <translation>Das geht innerhalb von 10 Sekunden, solange TruthTime im Infobereich läuft.</translation>
    </message>
    <message>
        <source>An entry can have %1 tags at most.</source>
        <extracomment>timer.py</extracomment>
        <translation>Ein Eintrag kann höchstens %1 Stichwörter haben.</translation>
    </message>
    <message>
        <source>Another program is writing to TruthTime&apos;s data.</source>
        <extracomment>store/faults.py
----------
ui/desk/remote.py</extracomment>
        <translation>Ein anderes Programm schreibt gerade in die Daten von TruthTime.</translation>
    </message>
    <message>
        <source>Can’t save: the disk is full.</source>
        <extracomment>store/faults.py</extracomment>
        <translation>Speichern nicht möglich: Der Datenträger ist voll.</translation>
    </message>
    <message>
        <source>Change any setting to write it anew. The damaged file is kept as %1.</source>
        <extracomment>config.py</extracomment>
        <translation>Sie wird neu geschrieben, sobald eine Einstellung geändert wird. Die beschädigte Datei bleibt als %1 erhalten.</translation>
    </message>
    <message>
        <source>Check that the file or server is the right one.</source>
        <extracomment>events.py</extracomment>
        <translation>Prüfen, ob es die richtige Datei oder der richtige Server ist.</translation>
    </message>
    <message>
        <source>Check the disk and its connection, then try again. What was recorded before is safe.</source>
        <extracomment>store/faults.py</extracomment>
        <translation>Den Datenträger und seine Verbindung prüfen, dann noch einmal versuchen. Was vorher erfasst wurde, ist sicher.</translation>
    </message>
    <message>
        <source>Check the disk and its connection. What was recorded before is safe as far as the disk keeps it.</source>
        <extracomment>config.py</extracomment>
        <translation>Den Datenträger und seine Verbindung prüfen. Was vorher erfasst wurde, ist sicher, soweit der Datenträger es behält.</translation>
    </message>
    <message>
        <source>Check the permissions of this place, or set %1 to a folder of your own. What was recorded before is safe.</source>
        <extracomment>store/faults.py</extracomment>
        <translation>Die Rechte dieses Orts prüfen oder %1 auf einen eigenen Ordner setzen. Was vorher erfasst wurde, ist sicher.</translation>
    </message>
    <message>
        <source>Check the permissions of this place, or set TRUTHTIME_DATA_DIR to a folder of your own.</source>
        <extracomment>config.py</extracomment>
        <translation>Die Rechte dieses Orts prüfen oder TRUTHTIME_DATA_DIR auf einen eigenen Ordner setzen.</translation>
    </message>
    <message>
        <source>Check the space and the permissions of %1.</source>
        <extracomment>store/copies.py</extracomment>
        <translation>Platz und Rechte von %1 prüfen.</translation>
    </message>
    <message>
        <source>Check the variable DISPLAY. Without a screen, use the commands: truthtime start, pause, stop.</source>
        <extracomment>system/display.py</extracomment>
        <translation>Die Variable DISPLAY prüfen. Ohne Bildschirm gibt es die Befehle: truthtime start, pause, stop.</translation>
    </message>
    <message>
        <source>Choose another folder, for example your own.</source>
        <extracomment>exports.py</extracomment>
        <translation>Einen anderen Ordner wählen, zum Beispiel den eigenen.</translation>
    </message>
    <message>
        <source>Choose another name or folder.</source>
        <extracomment>exports.py</extracomment>
        <translation>Einen anderen Namen oder Ordner wählen.</translation>
    </message>
    <message>
        <source>Choose another name, or replace it with --force.</source>
        <extracomment>exports.py</extracomment>
        <translation>Einen anderen Namen wählen oder mit --force ersetzen.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <extracomment>exports.py</extracomment>
        <translation>Einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <extracomment>everything.py</extracomment>
        <translation>Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>Choose them again in Settings, or correct %1.</source>
        <extracomment>config.py</extracomment>
        <translation>In den Einstellungen neu wählen oder %1 berichtigen.</translation>
    </message>
    <message>
        <source>Commands cannot reach TruthTime: %1.</source>
        <extracomment>ui/desk/server.py</extracomment>
        <translation>Befehle erreichen TruthTime nicht: %1.</translation>
    </message>
    <message>
        <source>Event %1 of device %2 does not follow event %3.</source>
        <extracomment>events.py</extracomment>
        <translation>Ereignis %1 des Geräts %2 schließt nicht an Ereignis %3 an.</translation>
    </message>
    <message>
        <source>Free some space and try again. What was recorded before is safe.</source>
        <extracomment>config.py
----------
store/faults.py</extracomment>
        <translation>Platz schaffen und noch einmal versuchen. Was vorher erfasst wurde, ist sicher.</translation>
    </message>
    <message>
        <source>Free some space, or choose another disk.</source>
        <extracomment>exports.py</extracomment>
        <translation>Platz schaffen oder einen anderen Datenträger wählen.</translation>
    </message>
    <message>
        <source>Free some space. What was recorded is safe.</source>
        <extracomment>tracking.py</extracomment>
        <translation>Platz schaffen. Was erfasst wurde, ist sicher.</translation>
    </message>
    <message>
        <source>Give it a name, or leave it out.</source>
        <extracomment>timer.py</extracomment>
        <translation>Ein Wort angeben oder es weglassen.</translation>
    </message>
    <message>
        <source>Give the name of a file in it.</source>
        <extracomment>exports.py</extracomment>
        <translation>Den Namen einer Datei darin angeben.</translation>
    </message>
    <message>
        <source>Install TruthTime again. Your data is elsewhere and is not touched by that.</source>
        <extracomment>ui/glyphs.py</extracomment>
        <translation>TruthTime neu installieren. Die Daten liegen woanders und bleiben unberührt.</translation>
    </message>
    <message>
        <source>Install TruthTime from its installer, or run: pip install pysqlite3</source>
        <extracomment>store/driver.py</extracomment>
        <translation>TruthTime mit seinem Installationsprogramm installieren, oder: pip install pysqlite3</translation>
    </message>
    <message>
        <source>Leave some out.</source>
        <extracomment>timer.py</extracomment>
        <translation>Einige weglassen.</translation>
    </message>
    <message>
        <source>Look into %1 for what is there.</source>
        <extracomment>backups.py</extracomment>
        <translation>Was vorhanden ist, steht in %1.</translation>
    </message>
    <message>
        <source>Make the folder first, or choose another one.</source>
        <extracomment>exports.py</extracomment>
        <translation>Den Ordner zuerst anlegen oder einen anderen wählen.</translation>
    </message>
    <message>
        <source>Move %1 away and try again.</source>
        <extracomment>store/faults.py</extracomment>
        <translation>%1 verschieben und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Move %1 away, or set %2 to another folder.</source>
        <extracomment>store/faults.py</extracomment>
        <translation>%1 verschieben oder %2 auf einen anderen Ordner setzen.</translation>
    </message>
    <message>
        <source>Move it away, or set TRUTHTIME_DATA_DIR to another folder.</source>
        <extracomment>config.py</extracomment>
        <translation>Es verschieben oder TRUTHTIME_DATA_DIR auf einen anderen Ordner setzen.</translation>
    </message>
    <message>
        <source>Nothing is running.</source>
        <extracomment>timer.py</extracomment>
        <translation>Kein Timer läuft.</translation>
    </message>
    <message>
        <source>Nothing of it was kept. Start it again at any time.</source>
        <extracomment>everything.py</extracomment>
        <translation>Nichts davon wurde behalten. Starten Sie ihn jederzeit neu.</translation>
    </message>
    <message>
        <source>Nothing was changed. Start TruthTime again. If it stays like this, the command truthtime status tries it too.</source>
        <extracomment>store/apart.py</extracomment>
        <translation>Nichts wurde verändert. Starten Sie TruthTime noch einmal. Bleibt es so, versucht es auch der Befehl truthtime status.</translation>
    </message>
    <message>
        <source>On Debian and Ubuntu install it with: sudo apt-get install libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxkbcommon-x11-0</source>
        <extracomment>system/display.py</extracomment>
        <translation>Auf Debian und Ubuntu wird sie installiert mit: sudo apt-get install libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxkbcommon-x11-0</translation>
    </message>
    <message>
        <source>Open %1 for writing to change it.</source>
        <extracomment>store/faults.py</extracomment>
        <translation>%1 zum Schreiben öffnen, um sie zu ändern.</translation>
    </message>
    <message>
        <source>Open the panel again: it shows what there is now.</source>
        <extracomment>answering.py</extracomment>
        <translation>Die Übersicht noch einmal öffnen: Sie zeigt, was es jetzt gibt.</translation>
    </message>
    <message>
        <source>Pause it with: truthtime pause</source>
        <extracomment>timer.py</extracomment>
        <translation>Pausieren mit: truthtime pause</translation>
    </message>
    <message>
        <source>Quit TruthTime and start it again; nothing more is written to the old file. Its place is %1.</source>
        <extracomment>store/faults.py</extracomment>
        <translation>TruthTime beenden und neu starten; in die alte Datei wird nichts mehr geschrieben. Ihr Ort ist %1.</translation>
    </message>
    <message>
        <source>Quit it there. If you do not see it, log that session out or restart the computer.</source>
        <extracomment>app.py</extracomment>
        <translation>Dort beenden. Ist es dort nicht zu sehen, die Sitzung abmelden oder den Computer neu starten.</translation>
    </message>
    <message>
        <source>Remove it and try again.</source>
        <extracomment>timer.py</extracomment>
        <translation>Das Zeichen entfernen und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Remove this file, then switch it on again.</source>
        <extracomment>system/autostart.py</extracomment>
        <translation>Entfernen Sie diese Datei und schalten Sie es wieder ein.</translation>
    </message>
    <message>
        <source>Resume it with: truthtime resume</source>
        <extracomment>timer.py</extracomment>
        <translation>Fortsetzen mit: truthtime resume</translation>
    </message>
    <message>
        <source>Run `truthtime doctor` and restore a backup.</source>
        <extracomment>tracking.py</extracomment>
        <translation>`truthtime doctor` ausführen und eine Sicherung wiederherstellen.</translation>
    </message>
    <message>
        <source>Run any other truthtime command first.</source>
        <extracomment>store/opening.py</extracomment>
        <translation>Zuerst einen anderen Befehl von truthtime ausführen.</translation>
    </message>
    <message>
        <source>Run truthtime verify; if it finds faults, truthtime restore.</source>
        <extracomment>store/faults.py</extracomment>
        <translation>Nächster Schritt: truthtime verify; findet es Fehler, dann truthtime restore.</translation>
    </message>
    <message>
        <source>Run: truthtime verify</source>
        <extracomment>store/copies.py</extracomment>
        <translation>Nächster Schritt: truthtime verify</translation>
    </message>
    <message>
        <source>SQLite %1 on this computer can damage data; TruthTime needs %2 or newer.</source>
        <extracomment>store/driver.py</extracomment>
        <translation>SQLite %1 auf diesem Computer kann Daten beschädigen; TruthTime braucht %2 oder neuer.</translation>
    </message>
    <message>
        <source>See the others with: truthtime backup --list</source>
        <extracomment>store/restoring.py</extracomment>
        <translation>Die anderen zeigt: truthtime backup --list</translation>
    </message>
    <message>
        <source>Set TRUTHTIME_DATA_DIR to a folder for its data.</source>
        <extracomment>config.py</extracomment>
        <translation>TRUTHTIME_DATA_DIR auf einen Ordner für die Daten setzen.</translation>
    </message>
    <message>
        <source>Set TRUTHTIME_DATA_DIR to a folder on a disk of this computer.</source>
        <extracomment>system/instance.py</extracomment>
        <translation>TRUTHTIME_DATA_DIR auf einen Ordner dieses Computers setzen.</translation>
    </message>
    <message>
        <source>Set it to a whole path, for example %1</source>
        <extracomment>config.py</extracomment>
        <translation>Einen vollständigen Pfad angeben, zum Beispiel %1</translation>
    </message>
    <message>
        <source>Settings that cannot be used were replaced by their defaults: %1.</source>
        <extracomment>config.py</extracomment>
        <translation>Unbrauchbare Einstellungen wurden durch die Vorgaben ersetzt: %1.</translation>
    </message>
    <message>
        <source>Shorten it.</source>
        <extracomment>timer.py</extracomment>
        <translation>Den Text kürzen.</translation>
    </message>
    <message>
        <source>Shorten it. Longer text belongs into the day&apos;s note.</source>
        <extracomment>timer.py</extracomment>
        <translation>Den Text kürzen. Längeres gehört in die Notiz des Tages.</translation>
    </message>
    <message>
        <source>Something else is in the way at %1.</source>
        <extracomment>config.py</extracomment>
        <translation>Bei %1 ist etwas anderes im Weg.</translation>
    </message>
    <message>
        <source>Start TruthTime inside a desktop session. Without one, use the commands: truthtime start, pause, stop.</source>
        <extracomment>system/display.py</extracomment>
        <translation>TruthTime in einer Desktop-Sitzung starten. Ohne eine gibt es die Befehle: truthtime start, pause, stop.</translation>
    </message>
    <message>
        <source>Start a timer first: truthtime start</source>
        <extracomment>timer.py</extracomment>
        <translation>Zuerst einen Timer starten: truthtime start</translation>
    </message>
    <message>
        <source>TRUTHTIME_DATA_DIR names a folder that depends on where a command is typed: %1</source>
        <extracomment>config.py</extracomment>
        <translation>TRUTHTIME_DATA_DIR nennt einen Ordner, der davon abhängt, wo ein Befehl getippt wird: %1</translation>
    </message>
    <message>
        <source>The %1 contains a NUL character.</source>
        <extracomment>timer.py</extracomment>
        <translation>Der Text (%1) enthält ein NUL-Zeichen.</translation>
    </message>
    <message>
        <source>The %1 is not valid text.</source>
        <extracomment>timer.py</extracomment>
        <translation>Der Text (%1) ist nicht lesbar.</translation>
    </message>
    <message>
        <source>The %1 is too long: %2 bytes, and %3 fit.</source>
        <extracomment>timer.py</extracomment>
        <translation>Der Text (%1) ist zu lang: %2 Byte, Platz ist für %3.</translation>
    </message>
    <message>
        <source>The copy of your data is not sound: %1.</source>
        <extracomment>store/copies.py</extracomment>
        <translation>Die Kopie der Daten ist nicht einwandfrei: %1.</translation>
    </message>
    <message>
        <source>The data file belongs to another program.</source>
        <extracomment>store/faults.py</extracomment>
        <translation>Die Datendatei gehört zu einem anderen Programm.</translation>
    </message>
    <message>
        <source>The data file cannot be used: %1.</source>
        <extracomment>store/faults.py</extracomment>
        <translation>Die Datendatei ist unbrauchbar: %1.</translation>
    </message>
    <message>
        <source>The data folder is on a network drive that cannot lock files.</source>
        <extracomment>system/instance.py</extracomment>
        <translation>Der Datenordner liegt auf einem Netzlaufwerk, das Dateien nicht sperren kann.</translation>
    </message>
    <message>
        <source>The data was opened for reading only.</source>
        <extracomment>store/faults.py</extracomment>
        <translation>Die Daten wurden nur zum Lesen geöffnet.</translation>
    </message>
    <message>
        <source>The date %1 is too far away.</source>
        <extracomment>days.py</extracomment>
        <translation>Das Datum %1 liegt zu weit weg.</translation>
    </message>
    <message>
        <source>The disk is almost full.</source>
        <extracomment>tracking.py</extracomment>
        <translation>Der Datenträger ist fast voll.</translation>
    </message>
    <message>
        <source>The disk is full, so %1 was not written.</source>
        <extracomment>exports.py</extracomment>
        <translation>Der Datenträger ist voll, daher wurde %1 nicht geschrieben.</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <extracomment>config.py</extracomment>
        <translation>Der Datenträger ist voll.</translation>
    </message>
    <message>
        <source>The disk reports an error at %1 (%2).</source>
        <extracomment>store/faults.py</extracomment>
        <translation>Der Datenträger meldet einen Fehler bei %1 (%2).</translation>
    </message>
    <message>
        <source>The disk reports an error at %1: %2.</source>
        <extracomment>config.py</extracomment>
        <translation>Der Datenträger meldet einen Fehler bei %1: %2.</translation>
    </message>
    <message>
        <source>The display %1 does not answer.</source>
        <extracomment>system/display.py</extracomment>
        <translation>Die Anzeige %1 antwortet nicht.</translation>
    </message>
    <message>
        <source>The entry just written cannot be read.</source>
        <extracomment>tracking.py</extracomment>
        <translation>Der eben geschriebene Eintrag ist nicht lesbar.</translation>
    </message>
    <message>
        <source>The export was stopped.</source>
        <extracomment>everything.py</extracomment>
        <translation>Der Export wurde angehalten.</translation>
    </message>
    <message>
        <source>The log was changed or a part of it is missing. Restore a backup, or sync to fetch the missing part.</source>
        <extracomment>events.py</extracomment>
        <translation>Das Protokoll wurde verändert, oder ein Teil fehlt. Eine Sicherung wiederherstellen oder den fehlenden Teil durch Abgleichen holen.</translation>
    </message>
    <message>
        <source>The name of the file contains a NUL character.</source>
        <extracomment>exports.py</extracomment>
        <translation>Der Name der Datei enthält ein NUL-Zeichen.</translation>
    </message>
    <message>
        <source>The settings file is damaged, so the default settings are used.</source>
        <extracomment>config.py</extracomment>
        <translation>Die Datei mit den Einstellungen ist beschädigt. Es gelten die Vorgaben.</translation>
    </message>
    <message>
        <source>The timer is already paused.</source>
        <extracomment>timer.py</extracomment>
        <translation>Der Timer ist schon pausiert.</translation>
    </message>
    <message>
        <source>The timer is already running.</source>
        <extracomment>timer.py</extracomment>
        <translation>Der Timer läuft schon.</translation>
    </message>
    <message>
        <source>The tray works. To use commands too, set XDG_RUNTIME_DIR to a folder of your own and start again.</source>
        <extracomment>ui/desk/server.py</extracomment>
        <translation>Das Symbol funktioniert. Für Befehle XDG_RUNTIME_DIR auf einen eigenen Ordner setzen und neu starten.</translation>
    </message>
    <message>
        <source>There is no data of this version yet.</source>
        <extracomment>store/opening.py</extracomment>
        <translation>Es gibt noch keine Daten dieser Version.</translation>
    </message>
    <message>
        <source>There is no date %1.</source>
        <extracomment>days.py</extracomment>
        <translation>Das Datum %1 gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no folder %1.</source>
        <extracomment>everything.py
----------
exports.py</extracomment>
        <translation>Den Ordner %1 gibt es nicht.</translation>
    </message>
    <message>
        <source>There is no intact backup.</source>
        <extracomment>backups.py</extracomment>
        <translation>Es gibt keine unbeschädigte Sicherung.</translation>
    </message>
    <message>
        <source>There is no intact backup. Keep %1 as it is: most of it can usually be recovered.</source>
        <extracomment>store/faults.py</extracomment>
        <translation>Es gibt keine unbeschädigte Sicherung. %1 so lassen, wie es ist: Das meiste lässt sich in der Regel retten.</translation>
    </message>
    <message>
        <source>There is no screen to show the tray icon on.</source>
        <extracomment>system/display.py</extracomment>
        <translation>Es gibt keinen Bildschirm für das Symbol.</translation>
    </message>
    <message>
        <source>There is no such entry.</source>
        <extracomment>answering.py</extracomment>
        <translation>Diesen Eintrag gibt es nicht.</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <extracomment>tracking.py</extracomment>
        <translation>Es gibt nichts rückgängig zu machen.</translation>
    </message>
    <message>
        <source>This backup is not intact: %1.</source>
        <extracomment>store/restoring.py</extracomment>
        <translation>Diese Sicherung ist beschädigt: %1.</translation>
    </message>
    <message>
        <source>This data was made by a newer TruthTime.</source>
        <extracomment>store/faults.py</extracomment>
        <translation>Diese Daten stammen von einem neueren TruthTime.</translation>
    </message>
    <message>
        <source>This is not a TruthTime event: %1.</source>
        <extracomment>events.py</extracomment>
        <translation>Das ist kein Ereignis von TruthTime: %1.</translation>
    </message>
    <message>
        <source>TruthTime does not know your home folder.</source>
        <extracomment>config.py</extracomment>
        <translation>TruthTime findet den persönlichen Ordner nicht.</translation>
    </message>
    <message>
        <source>TruthTime is already open in another session.</source>
        <extracomment>app.py</extracomment>
        <translation>TruthTime ist schon in einer anderen Sitzung geöffnet.</translation>
    </message>
    <message>
        <source>TruthTime is not allowed to use %1.</source>
        <extracomment>config.py</extracomment>
        <translation>TruthTime darf %1 nicht benutzen.</translation>
    </message>
    <message>
        <source>TruthTime is not allowed to write to %1.</source>
        <extracomment>store/faults.py</extracomment>
        <translation>TruthTime darf nicht in %1 schreiben.</translation>
    </message>
    <message>
        <source>TruthTime&apos;s pictures are missing; looked in %1, %2 and %3.</source>
        <extracomment>ui/glyphs.py</extracomment>
        <translation>Die Bilder von TruthTime fehlen; gesucht wurde in %1, %2 und %3.</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <extracomment>ui/desk/remote.py</extracomment>
        <translation>Gleich noch einmal versuchen.</translation>
    </message>
    <message>
        <source>Try again in a moment. The data file is %1.</source>
        <extracomment>store/faults.py</extracomment>
        <translation>Gleich noch einmal versuchen. Die Datendatei ist %1.</translation>
    </message>
    <message>
        <source>Type it again, in UTF-8.</source>
        <extracomment>timer.py</extracomment>
        <translation>Noch einmal eingeben, in UTF-8.</translation>
    </message>
    <message>
        <source>Update TruthTime to open it.</source>
        <extracomment>store/faults.py</extracomment>
        <translation>TruthTime aktualisieren, um sie zu öffnen.</translation>
    </message>
    <message>
        <source>Use a date between the years %1 and %2.</source>
        <extracomment>days.py</extracomment>
        <translation>Möglich sind Daten zwischen den Jahren %1 und %2.</translation>
    </message>
    <message>
        <source>Windows does not allow this change: %1.</source>
        <extracomment>system/autostart.py</extracomment>
        <translation>Windows erlaubt diese Änderung nicht: %1.</translation>
    </message>
    <message>
        <source>Write it as year-month-day, for example 2026-11-17.</source>
        <extracomment>days.py</extracomment>
        <translation>Schreibweise: Jahr-Monat-Tag, zum Beispiel 2026-11-17.</translation>
    </message>
    <message>
        <source>You are not allowed to write to %1.</source>
        <extracomment>exports.py</extracomment>
        <translation>Für %1 fehlt das Recht zu schreiben.</translation>
    </message>
    <message>
        <source>Your data could not be copied: %1.</source>
        <extracomment>store/copies.py</extracomment>
        <translation>Die Daten konnten nicht kopiert werden: %1.</translation>
    </message>
    <message>
        <source>Your data could not be prepared for this version.</source>
        <extracomment>store/apart.py</extracomment>
        <translation>Ihre Daten konnten nicht für diese Version vorbereitet werden.</translation>
    </message>
    <message>
        <source>Your data file is damaged.</source>
        <extracomment>store/faults.py</extracomment>
        <translation>Die Datendatei ist beschädigt.</translation>
    </message>
    <message>
        <source>Your data file is not a database any more.</source>
        <extracomment>store/faults.py</extracomment>
        <translation>Die Datendatei ist keine Datenbank mehr.</translation>
    </message>
    <message>
        <source>Your data file was moved or replaced while TruthTime was open.</source>
        <extracomment>store/faults.py</extracomment>
        <translation>Die Datendatei wurde verschoben oder ersetzt, während TruthTime geöffnet war.</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>%1 %2</source>
        <extracomment>ui/dates.py
----------
ui/words.py</extracomment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 %2 What you typed last is lost if you quit now.</source>
        <extracomment>ui/notes/opening.py</extracomment>
        <translation>%1 %2 Wird jetzt beendet, geht das zuletzt Getippte verloren.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <extracomment>ui/tray/menu.py
----------
ui/words.py</extracomment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 Bind this command to a key in its keyboard settings.</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>%1 Legen Sie diesen Befehl in seinen Tastatureinstellungen auf eine Taste.</translation>
    </message>
    <message>
        <source>%1 elapsed on %2</source>
        <extracomment>ui/notices/telling.py</extracomment>
        <translation>%1 vergangen mit %2</translation>
    </message>
    <message>
        <source>%1 is not counted until you answer.</source>
        <extracomment>ui/words.py</extracomment>
        <translation>%1 nicht gezählt, die Antwort steht noch aus.</translation>
    </message>
    <message>
        <source>%1 is used by another app.</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>%1 wird von einem anderen Programm benutzt.</translation>
    </message>
    <message>
        <source>%1 of %2 was work</source>
        <extracomment>ui/words.py</extracomment>
        <translation>%1 von %2 waren Arbeit</translation>
    </message>
    <message>
        <source>%1 of %2 was work.</source>
        <extracomment>ui/words.py</extracomment>
        <translation>%1 von %2 waren Arbeit.</translation>
    </message>
    <message>
        <source>%1 truly worked today</source>
        <extracomment>ui/words.py</extracomment>
        <translation>%1 heute wirklich gearbeitet</translation>
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
        <source>%1, %2</source>
        <extracomment>ui/notes/history.py
----------
ui/words.py</extracomment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1, %2 to %3, %4, %5</source>
        <extracomment>ui/words.py</extracomment>
        <translation>%1, %2 bis %3, %4, %5</translation>
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
        <source>%n backup(s)</source>
        <extracomment>ui/settings/data_dialogs.py</extracomment>
        <translation>
            <numerusform>%n Sicherung</numerusform>
            <numerusform>%n Sicherungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n click(s) could not be saved.</source>
        <extracomment>ui/notices/telling.py</extracomment>
        <translation>
            <numerusform>%n Klick konnte nicht gespeichert werden.</numerusform>
            <numerusform>%n Klicks konnten nicht gespeichert werden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n earlier data file(s)</source>
        <extracomment>ui/settings/data_dialogs.py</extracomment>
        <translation>
            <numerusform>%n frühere Datendatei</numerusform>
            <numerusform>%n frühere Datendateien</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entry(s)</source>
        <extracomment>ui/settings/data_dialogs.py</extracomment>
        <translation>
            <numerusform>%n Eintrag</numerusform>
            <numerusform>%n Einträge</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) written.</source>
        <extracomment>ui/settings/data.py</extracomment>
        <translation>
            <numerusform>%n Ereignis geschrieben.</numerusform>
            <numerusform>%n Ereignisse geschrieben.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <extracomment>ui/words.py</extracomment>
        <translation>
            <numerusform>%n Stunde</numerusform>
            <numerusform>%n Stunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <extracomment>ui/words.py</extracomment>
        <translation>
            <numerusform>%n Minute</numerusform>
            <numerusform>%n Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <extracomment>ui/settings/data_dialogs.py</extracomment>
        <translation>
            <numerusform>%n Notiz</numerusform>
            <numerusform>%n Notizen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n word(s)</source>
        <extracomment>ui/notes/history.py</extracomment>
        <translation>
            <numerusform>%n Wort</numerusform>
            <numerusform>%n Wörter</numerusform>
        </translation>
    </message>
    <message>
        <source>A note is not saved</source>
        <extracomment>ui/notes/opening.py</extracomment>
        <translation>Eine Notiz ist nicht gespeichert</translation>
    </message>
    <message>
        <source>A timer is running</source>
        <extracomment>ui/dialogs.py</extracomment>
        <translation>Ein Timer läuft</translation>
    </message>
    <message>
        <source>A timer that runs is stopped first. Your data of now is moved aside and kept; what was recorded after the backup is not shown any more.</source>
        <extracomment>ui/settings/data_dialogs.py</extracomment>
        <translation>Eine laufende Uhr wird vorher gestoppt. Ihre jetzigen Daten werden beiseitegelegt und aufbewahrt; was nach der Sicherung aufgezeichnet wurde, ist nicht mehr zu sehen.</translation>
    </message>
    <message>
        <source>Add a note</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Notiz hinzufügen</translation>
    </message>
    <message>
        <source>Alt</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Alt</translation>
    </message>
    <message>
        <source>Amended. The original is kept.</source>
        <extracomment>ui/panel/earlier.py</extracomment>
        <translation>Korrigiert. Das Original bleibt erhalten.</translation>
    </message>
    <message>
        <source>Another app uses this. Try another.</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Ein anderes Programm benutzt es. Versuchen Sie ein anderes.</translation>
    </message>
    <message>
        <source>Another program holds TruthTime&apos;s data. Close it, or restart the computer, and click again.</source>
        <extracomment>ui/notices/telling.py</extracomment>
        <translation>Ein anderes Programm hält die Daten von TruthTime fest. Nächster Schritt: es schließen oder den Computer neu starten, dann noch einmal klicken.</translation>
    </message>
    <message>
        <source>Another program is writing to TruthTime&apos;s data. Your click is kept and counts from now.</source>
        <extracomment>ui/notices/telling.py</extracomment>
        <translation>Ein anderes Programm schreibt gerade in die Daten von TruthTime. Der Klick ist vorgemerkt und zählt ab jetzt.</translation>
    </message>
    <message>
        <source>Answer: %1 unaccounted…</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Beantworten: %1 ungeklärt…</translation>
    </message>
    <message>
        <source>Answer: away %1 – %2…</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Beantworten: abwesend %1 – %2…</translation>
    </message>
    <message>
        <source>Answer…</source>
        <extracomment>ui/actions.py
----------
ui/words.py</extracomment>
        <translation>Beantworten…</translation>
    </message>
    <message>
        <source>Away</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Abwesend</translation>
    </message>
    <message>
        <source>Backspace</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Rücktaste</translation>
    </message>
    <message>
        <source>Bold, italic</source>
        <extracomment>ui/help.py</extracomment>
        <translation>Fett, kursiv</translation>
    </message>
    <message>
        <source>Calendar</source>
        <extracomment>ui/help.py</extracomment>
        <translation>Kalender</translation>
    </message>
    <message>
        <source>Cancel</source>
        <extracomment>ui/dialogs.py
----------
ui/notes/addresses.py
----------
ui/notes/opening.py
----------
ui/settings/data_dialogs.py</extracomment>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Checking the backup and putting it in place.</source>
        <extracomment>ui/data/first_aid.py</extracomment>
        <translation>Die Sicherung wird geprüft und eingesetzt.</translation>
    </message>
    <message>
        <source>Choose another</source>
        <extracomment>ui/notices/buttons.py</extracomment>
        <translation>Andere wählen</translation>
    </message>
    <message>
        <source>Claimed</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Angegeben</translation>
    </message>
    <message>
        <source>Close</source>
        <extracomment>ui/dialogs.py
----------
ui/notes/addresses.py
----------
ui/notices/presenter.py</extracomment>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close the panel</source>
        <extracomment>ui/help.py</extracomment>
        <translation>Übersicht schließen</translation>
    </message>
    <message>
        <source>Close the window</source>
        <extracomment>ui/help.py</extracomment>
        <translation>Fenster schließen</translation>
    </message>
    <message>
        <source>Cmd</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Cmd</translation>
    </message>
    <message>
        <source>Ctrl</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Strg</translation>
    </message>
    <message>
        <source>Delete</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Entf</translation>
    </message>
    <message>
        <source>Down</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Ab</translation>
    </message>
    <message>
        <source>Earlier versions of the day</source>
        <extracomment>ui/help.py</extracomment>
        <translation>Frühere Fassungen des Tages</translation>
    </message>
    <message>
        <source>End</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Ende</translation>
    </message>
    <message>
        <source>Erased</source>
        <extracomment>ui/notes/history.py</extracomment>
        <translation>Gelöscht</translation>
    </message>
    <message>
        <source>Escape</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Exit</source>
        <extracomment>ui/actions.py</extracomment>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Export</source>
        <extracomment>ui/help.py</extracomment>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Export all days</source>
        <extracomment>ui/notes/exporting.py</extracomment>
        <translation>Alle Tage exportieren</translation>
    </message>
    <message>
        <source>Export this day</source>
        <extracomment>ui/notes/exporting.py</extracomment>
        <translation>Diesen Tag exportieren</translation>
    </message>
    <message>
        <source>Exported to %1</source>
        <extracomment>ui/notes/exporting.py</extracomment>
        <translation>Exportiert nach %1</translation>
    </message>
    <message>
        <source>Fix</source>
        <extracomment>ui/actions.py</extracomment>
        <translation>Beheben</translation>
    </message>
    <message>
        <source>From anywhere</source>
        <extracomment>ui/help.py</extracomment>
        <translation>Von überall</translation>
    </message>
    <message>
        <source>Go through the day, while the band has the focus</source>
        <extracomment>ui/help.py</extracomment>
        <translation>Durch den Tag gehen, wenn das Band den Fokus hat</translation>
    </message>
    <message>
        <source>Help</source>
        <extracomment>ui/actions.py
----------
ui/help.py</extracomment>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Hold Ctrl, Alt or both while you press it.</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Halten Sie dabei Strg, Alt oder beide.</translation>
    </message>
    <message>
        <source>Hold Ctrl, Opt or Cmd while you press it.</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Halten Sie dabei Ctrl, Opt oder Cmd.</translation>
    </message>
    <message>
        <source>Home</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Pos1</translation>
    </message>
    <message>
        <source>I was working…</source>
        <extracomment>ui/actions.py</extracomment>
        <translation>War Arbeit…</translation>
    </message>
    <message>
        <source>Idle</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Untätig</translation>
    </message>
    <message>
        <source>In every window</source>
        <extracomment>ui/help.py</extracomment>
        <translation>In jedem Fenster</translation>
    </message>
    <message>
        <source>In notes</source>
        <extracomment>ui/help.py</extracomment>
        <translation>In den Notizen</translation>
    </message>
    <message>
        <source>In the panel</source>
        <extracomment>ui/help.py</extracomment>
        <translation>In der Übersicht</translation>
    </message>
    <message>
        <source>Insert</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Einfg</translation>
    </message>
    <message>
        <source>It ended at the last sign of life.</source>
        <extracomment>ui/notices/telling.py</extracomment>
        <translation>Er endete beim letzten Lebenszeichen.</translation>
    </message>
    <message numerus="yes">
        <source>It has happened %n time(s).</source>
        <extracomment>ui/crashes/dialog.py</extracomment>
        <translation>
            <numerusform>Es ist einmal geschehen.</numerusform>
            <numerusform>Es ist %n-mal geschehen.</numerusform>
        </translation>
    </message>
    <message>
        <source>It is paused. The gap does not count as work.</source>
        <extracomment>ui/notices/telling.py</extracomment>
        <translation>Er ist pausiert. Die Lücke zählt nicht als Arbeit.</translation>
    </message>
    <message>
        <source>It runs on. The gap does not count as work.</source>
        <extracomment>ui/notices/telling.py</extracomment>
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
        <source>Left</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Links</translation>
    </message>
    <message>
        <source>Link an entry of the day</source>
        <extracomment>ui/help.py</extracomment>
        <translation>Eintrag des Tages verknüpfen</translation>
    </message>
    <message>
        <source>Look at both ends of the panel, and behind a small arrow in it. Where a desktop has no tray at all, TruthTime keeps a small window instead.</source>
        <extracomment>ui/first_run/window.py</extracomment>
        <translation>Sehen Sie an beiden Enden der Leiste nach und hinter einem kleinen Pfeil darin. Wo ein Desktop gar keinen Infobereich hat, zeigt TruthTime stattdessen ein kleines Fenster.</translation>
    </message>
    <message>
        <source>Markdown (*.md)</source>
        <extracomment>ui/notes/exporting.py</extracomment>
        <translation>Markdown (*.md)</translation>
    </message>
    <message numerus="yes">
        <source>Markdown · %n word(s)</source>
        <extracomment>ui/notes/bars.py</extracomment>
        <translation>
            <numerusform>Markdown · %n Wort</numerusform>
            <numerusform>Markdown · %n Wörter</numerusform>
        </translation>
    </message>
    <message>
        <source>Most apps use this themselves. Hold one more key, such as Alt or Shift.</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Die meisten Programme benutzen es selbst. Halten Sie noch eine Taste, etwa Alt oder Umschalt.</translation>
    </message>
    <message>
        <source>Next part of the window, part before</source>
        <extracomment>ui/help.py</extracomment>
        <translation>Nächster Teil des Fensters, voriger Teil</translation>
    </message>
    <message>
        <source>No description</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Ohne Beschreibung</translation>
    </message>
    <message>
        <source>No input for %1</source>
        <extracomment>ui/words.py</extracomment>
        <translation>%1 ohne Eingabe</translation>
    </message>
    <message>
        <source>Not answered</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Nicht beantwortet</translation>
    </message>
    <message>
        <source>Not saved yet</source>
        <extracomment>ui/notices/telling.py</extracomment>
        <translation>Noch nicht gespeichert</translation>
    </message>
    <message>
        <source>Not saved. %1</source>
        <extracomment>ui/notes/bars.py</extracomment>
        <translation>Nicht gespeichert. %1</translation>
    </message>
    <message>
        <source>Not saved: disk is full</source>
        <extracomment>ui/notes/bars.py</extracomment>
        <translation>Nicht gespeichert: Der Datenträger ist voll</translation>
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
        <source>Not work</source>
        <extracomment>ui/actions.py</extracomment>
        <translation>Keine Arbeit</translation>
    </message>
    <message>
        <source>Notes for today</source>
        <extracomment>ui/actions.py</extracomment>
        <translation>Notizen von heute</translation>
    </message>
    <message>
        <source>Nothing tracked today</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Heute nichts erfasst</translation>
    </message>
    <message>
        <source>Offline. Saved here.</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Offline. Hier gespeichert.</translation>
    </message>
    <message>
        <source>On this computer, no account</source>
        <extracomment>ui/first_run/window.py</extracomment>
        <translation>Auf diesem Computer, ohne Konto</translation>
    </message>
    <message>
        <source>On this keyboard it types a character. Try another.</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Auf dieser Tastatur schreibt es ein Zeichen. Versuchen Sie ein anderes.</translation>
    </message>
    <message>
        <source>Only the computer’s clocks</source>
        <extracomment>ui/first_run/window.py</extracomment>
        <translation>Nur die Zähler des Computers</translation>
    </message>
    <message>
        <source>Only web and mail addresses are. This one is %1</source>
        <extracomment>ui/notes/addresses.py</extracomment>
        <translation>Nur Web- und Mailadressen werden geöffnet. Diese lautet %1</translation>
    </message>
    <message>
        <source>Open TruthTime</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>TruthTime öffnen</translation>
    </message>
    <message>
        <source>Open in the browser</source>
        <extracomment>ui/notes/addresses.py</extracomment>
        <translation>Im Browser öffnen</translation>
    </message>
    <message>
        <source>Open panel</source>
        <extracomment>ui/actions.py</extracomment>
        <translation>Übersicht öffnen</translation>
    </message>
    <message>
        <source>Open the ^ arrow and drag the clock next to the time.</source>
        <extracomment>ui/first_run/window.py</extracomment>
        <translation>Öffnen Sie den Pfeil ^ und ziehen Sie die Uhr neben die Zeit.</translation>
    </message>
    <message>
        <source>Open this address?</source>
        <extracomment>ui/notes/addresses.py</extracomment>
        <translation>Diese Adresse öffnen?</translation>
    </message>
    <message>
        <source>Opt</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Opt</translation>
    </message>
    <message>
        <source>Page Down</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Bild ab</translation>
    </message>
    <message>
        <source>Page Up</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Bild auf</translation>
    </message>
    <message>
        <source>Pause</source>
        <extracomment>ui/actions.py
----------
ui/hotkeys/words.py</extracomment>
        <translation>Pausieren</translation>
    </message>
    <message>
        <source>Pause from anywhere</source>
        <extracomment>ui/first_run/window.py</extracomment>
        <translation>Überall pausieren</translation>
    </message>
    <message>
        <source>Pause or resume</source>
        <extracomment>ui/help.py
----------
ui/hotkeys/words.py</extracomment>
        <translation>Pausieren oder fortsetzen</translation>
    </message>
    <message>
        <source>Paused</source>
        <extracomment>ui/notices/telling.py
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
    <message numerus="yes">
        <source>Payment failed. Sync stops in %n day(s)</source>
        <extracomment>ui/words.py</extracomment>
        <translation>
            <numerusform>Zahlung fehlgeschlagen. Abgleich endet in %n Tag</numerusform>
            <numerusform>Zahlung fehlgeschlagen. Abgleich endet in %n Tagen</numerusform>
        </translation>
    </message>
    <message>
        <source>Payment failed. Sync stops today</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Zahlung fehlgeschlagen. Abgleich endet heute</translation>
    </message>
    <message>
        <source>Press %1 to resume</source>
        <extracomment>ui/notices/telling.py</extracomment>
        <translation>%1 setzt fort</translation>
    </message>
    <message>
        <source>Quit TruthTime</source>
        <extracomment>ui/actions.py
----------
ui/dialogs.py
----------
ui/help.py
----------
ui/notices/presenter.py</extracomment>
        <translation>TruthTime beenden</translation>
    </message>
    <message>
        <source>Quit without saving</source>
        <extracomment>ui/notes/opening.py</extracomment>
        <translation>Ohne Speichern beenden</translation>
    </message>
    <message>
        <source>Quit, ask me next time</source>
        <extracomment>ui/dialogs.py</extracomment>
        <translation>Beenden, später fragen</translation>
    </message>
    <message>
        <source>Read it as it looks</source>
        <extracomment>ui/help.py</extracomment>
        <translation>Fertig gesetzt lesen</translation>
    </message>
    <message>
        <source>Renew</source>
        <extracomment>ui/actions.py</extracomment>
        <translation>Erneuern</translation>
    </message>
    <message>
        <source>Restore the backup</source>
        <extracomment>ui/settings/data_dialogs.py</extracomment>
        <translation>Sicherung wiederherstellen</translation>
    </message>
    <message>
        <source>Restore the backup of %1</source>
        <extracomment>ui/notices/presenter.py</extracomment>
        <translation>Sicherung von %1 wiederherstellen</translation>
    </message>
    <message>
        <source>Restore the backup of %1?</source>
        <extracomment>ui/settings/data_dialogs.py</extracomment>
        <translation>Sicherung von %1 wiederherstellen?</translation>
    </message>
    <message>
        <source>Resume</source>
        <extracomment>ui/actions.py</extracomment>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Resumed</source>
        <extracomment>ui/notices/telling.py</extracomment>
        <translation>Fortgesetzt</translation>
    </message>
    <message>
        <source>Resumed %1</source>
        <extracomment>ui/notices/telling.py</extracomment>
        <translation>Fortgesetzt um %1</translation>
    </message>
    <message>
        <source>Resumes %1</source>
        <extracomment>ui/state_views.py</extracomment>
        <translation>Setzt %1 fort</translation>
    </message>
    <message>
        <source>Retry</source>
        <extracomment>ui/actions.py</extracomment>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Return</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Right</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Rechts</translation>
    </message>
    <message>
        <source>Running</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Running, no input for %1</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Läuft, %1 ohne Eingabe</translation>
    </message>
    <message>
        <source>Running: %1. %2</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Läuft: %1. %2</translation>
    </message>
    <message>
        <source>Saved on this computer</source>
        <extracomment>ui/notes/bars.py
----------
ui/words.py</extracomment>
        <translation>Auf diesem Computer gespeichert</translation>
    </message>
    <message>
        <source>Saving…</source>
        <extracomment>ui/notes/bars.py</extracomment>
        <translation>Wird gespeichert…</translation>
    </message>
    <message>
        <source>Search all days</source>
        <extracomment>ui/help.py</extracomment>
        <translation>Alle Tage durchsuchen</translation>
    </message>
    <message>
        <source>See plans</source>
        <extracomment>ui/actions.py</extracomment>
        <translation>Tarife ansehen</translation>
    </message>
    <message>
        <source>Settings</source>
        <extracomment>ui/help.py</extracomment>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Settings…</source>
        <extracomment>ui/actions.py</extracomment>
        <translation>Einstellungen…</translation>
    </message>
    <message>
        <source>Shift</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Umschalt</translation>
    </message>
    <message>
        <source>Shift and a key is typing. Hold Ctrl or Alt as well.</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Umschalt mit einer Taste ist Schreiben. Halten Sie auch Strg oder Alt.</translation>
    </message>
    <message>
        <source>Show the files</source>
        <extracomment>ui/notices/presenter.py</extracomment>
        <translation>Dateien zeigen</translation>
    </message>
    <message>
        <source>Sign in</source>
        <extracomment>ui/actions.py</extracomment>
        <translation>Anmelden</translation>
    </message>
    <message>
        <source>Signed out by the server</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Vom Server abgemeldet</translation>
    </message>
    <message>
        <source>Some Macs hide icons behind the notch. Hold Cmd and drag others away.</source>
        <extracomment>ui/first_run/window.py</extracomment>
        <translation>Manche Macs verbergen Symbole hinter der Aussparung. Halten Sie Cmd und ziehen Sie andere weg.</translation>
    </message>
    <message>
        <source>Something in TruthTime went wrong</source>
        <extracomment>ui/data/first_aid.py</extracomment>
        <translation>In TruthTime ist etwas schiefgegangen</translation>
    </message>
    <message>
        <source>Space</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>Split…</source>
        <extracomment>ui/actions.py</extracomment>
        <translation>Aufteilen…</translation>
    </message>
    <message>
        <source>Start</source>
        <extracomment>ui/actions.py</extracomment>
        <translation>Starten</translation>
    </message>
    <message>
        <source>Start or stop</source>
        <extracomment>ui/help.py
----------
ui/hotkeys/words.py</extracomment>
        <translation>Starten oder stoppen</translation>
    </message>
    <message>
        <source>Started</source>
        <extracomment>ui/notices/telling.py</extracomment>
        <translation>Gestartet</translation>
    </message>
    <message>
        <source>Started %1</source>
        <extracomment>ui/notices/telling.py</extracomment>
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
        <extracomment>ui/notices/telling.py</extracomment>
        <translation>Gestoppt, %1 waren Arbeit</translation>
    </message>
    <message>
        <source>Stops %1</source>
        <extracomment>ui/state_views.py</extracomment>
        <translation>Stoppt %1</translation>
    </message>
    <message>
        <source>Super</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Super</translation>
    </message>
    <message>
        <source>Sync failed</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Abgleich fehlgeschlagen</translation>
    </message>
    <message>
        <source>Sync is off. Your time stays here.</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Abgleich ist aus. Die Zeit bleibt hier.</translation>
    </message>
    <message>
        <source>Synced %1 ago</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Vor %1 abgeglichen</translation>
    </message>
    <message>
        <source>Synced %1 min ago</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Vor %1&#x202f;min abgeglichen</translation>
    </message>
    <message>
        <source>Synced just now</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Gerade abgeglichen</translation>
    </message>
    <message numerus="yes">
        <source>Syncing %n change(s)</source>
        <extracomment>ui/words.py</extracomment>
        <translation>
            <numerusform>%n Änderung wird abgeglichen</numerusform>
            <numerusform>%n Änderungen werden abgeglichen</numerusform>
        </translation>
    </message>
    <message>
        <source>Tab</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Tab</translation>
    </message>
    <message>
        <source>The backup of %1 is intact. What is there now is kept beside it; nothing is deleted.</source>
        <extracomment>ui/notices/presenter.py</extracomment>
        <translation>Die Sicherung von %1 ist unversehrt. Was jetzt da ist, wird daneben aufbewahrt; nichts wird gelöscht.</translation>
    </message>
    <message>
        <source>The backup was not put in place (%1).</source>
        <extracomment>ui/data/first_aid.py</extracomment>
        <translation>Die Sicherung wurde nicht eingesetzt (%1).</translation>
    </message>
    <message>
        <source>The day before, the day after</source>
        <extracomment>ui/help.py</extracomment>
        <translation>Tag davor, Tag danach</translation>
    </message>
    <message>
        <source>This desktop has no tray. Start TruthTime again to see this window.</source>
        <extracomment>ui/dialogs.py</extracomment>
        <translation>Dieser Desktop hat keinen Infobereich. Dieses Fenster kommt wieder, wenn TruthTime noch einmal gestartet wird.</translation>
    </message>
    <message>
        <source>This is the shortcut of “%1”. Try another.</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Das ist das Tastenkürzel für „%1“. Versuchen Sie ein anderes.</translation>
    </message>
    <message>
        <source>This key cannot be used. Try another.</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Diese Taste geht nicht. Versuchen Sie eine andere.</translation>
    </message>
    <message>
        <source>This keyboard has no such key. Try another.</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Diese Tastatur hat diese Taste nicht. Versuchen Sie eine andere.</translation>
    </message>
    <message>
        <source>This link is not opened from here.</source>
        <extracomment>ui/notes/addresses.py</extracomment>
        <translation>Dieser Link wird von hier aus nicht geöffnet.</translation>
    </message>
    <message>
        <source>Tick a task, or make a line one</source>
        <extracomment>ui/help.py</extracomment>
        <translation>Aufgabe abhaken, oder eine Zeile dazu machen</translation>
    </message>
    <message>
        <source>Time after you quit does not count as work.</source>
        <extracomment>ui/dialogs.py</extracomment>
        <translation>Zeit nach dem Beenden zählt nicht als Arbeit.</translation>
    </message>
    <message>
        <source>Timeline</source>
        <extracomment>ui/actions.py</extracomment>
        <translation>Zeitleiste</translation>
    </message>
    <message numerus="yes">
        <source>Trial ends in %n day(s)</source>
        <extracomment>ui/words.py</extracomment>
        <translation>
            <numerusform>Testzeitraum endet in %n Tag</numerusform>
            <numerusform>Testzeitraum endet in %n Tagen</numerusform>
        </translation>
    </message>
    <message>
        <source>Trial ends today</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Testzeitraum endet heute</translation>
    </message>
    <message>
        <source>TruthTime stopped unexpectedly</source>
        <extracomment>ui/notices/telling.py</extracomment>
        <translation>TruthTime wurde unerwartet beendet</translation>
    </message>
    <message>
        <source>TruthTime: not tracking</source>
        <extracomment>ui/words.py</extracomment>
        <translation>TruthTime: kein Timer läuft</translation>
    </message>
    <message>
        <source>Try again</source>
        <extracomment>ui/notes/opening.py
----------
ui/notices/presenter.py</extracomment>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Undo</source>
        <extracomment>ui/actions.py
----------
ui/notices/buttons.py</extracomment>
        <translation>Rückgängig machen</translation>
    </message>
    <message>
        <source>Up</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Auf</translation>
    </message>
    <message>
        <source>Waiting for your answer</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Wartet auf Antwort</translation>
    </message>
    <message>
        <source>Waiting for your desktop’s answer.</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Wartet auf die Antwort Ihres Desktops.</translation>
    </message>
    <message>
        <source>What it watches</source>
        <extracomment>ui/first_run/window.py</extracomment>
        <translation>Was es beobachtet</translation>
    </message>
    <message>
        <source>Where it is stored</source>
        <extracomment>ui/first_run/window.py</extracomment>
        <translation>Wo es gespeichert ist</translation>
    </message>
    <message>
        <source>Win</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Win</translation>
    </message>
    <message>
        <source>Worked</source>
        <extracomment>ui/words.py</extracomment>
        <translation>Gearbeitet</translation>
    </message>
    <message>
        <source>Write a note</source>
        <extracomment>ui/help.py</extracomment>
        <translation>Notiz schreiben</translation>
    </message>
    <message>
        <source>You were away %1. Waiting for your answer</source>
        <extracomment>ui/words.py</extracomment>
        <translation>%1 abwesend. Die Antwort steht noch aus</translation>
    </message>
    <message>
        <source>Your desktop did not allow it.</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Ihr Desktop hat es nicht erlaubt.</translation>
    </message>
    <message>
        <source>Your desktop ended it.</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Ihr Desktop hat es beendet.</translation>
    </message>
    <message>
        <source>Your desktop gives no keys to apps.</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Ihr Desktop gibt Programmen keine Tasten.</translation>
    </message>
    <message>
        <source>Your desktop manages this shortcut.</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Ihr Desktop verwaltet dieses Tastenkürzel.</translation>
    </message>
    <message>
        <source>Your system keeps this for itself. Try another.</source>
        <extracomment>ui/hotkeys/words.py</extracomment>
        <translation>Ihr System behält es für sich. Versuchen Sie ein anderes.</translation>
    </message>
    <message>
        <source>amended</source>
        <extracomment>ui/words.py</extracomment>
        <translation>korrigiert</translation>
    </message>
    <message>
        <source>today %1</source>
        <extracomment>ui/dates.py</extracomment>
        <translation>heute %1</translation>
    </message>
    <message>
        <source>yesterday %1</source>
        <extracomment>ui/dates.py</extracomment>
        <translation>gestern %1</translation>
    </message>
</context>
</TS>
