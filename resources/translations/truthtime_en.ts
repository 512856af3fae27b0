<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en_US">
<context>
    <name>words</name>
    <message numerus="yes">
        <source>%n backup(s)</source>
        <extracomment>ui/settings/data_dialogs.py</extracomment>
        <translation>
            <numerusform>%n backup</numerusform>
            <numerusform>%n backups</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n click(s) could not be saved.</source>
        <extracomment>ui/notices/telling.py</extracomment>
        <translation>
            <numerusform>%n click could not be saved.</numerusform>
            <numerusform>%n clicks could not be saved.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n earlier data file(s)</source>
        <extracomment>ui/settings/data_dialogs.py</extracomment>
        <translation>
            <numerusform>%n earlier data file</numerusform>
            <numerusform>%n earlier data files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entry(s)</source>
        <extracomment>ui/settings/data_dialogs.py</extracomment>
        <translation>
            <numerusform>%n entry</numerusform>
            <numerusform>%n entries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) written.</source>
        <extracomment>ui/settings/data.py</extracomment>
        <translation>
            <numerusform>%n event written.</numerusform>
            <numerusform>%n events written.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <extracomment>ui/words.py</extracomment>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <extracomment>ui/words.py</extracomment>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <extracomment>ui/settings/data_dialogs.py</extracomment>
        <translation>
            <numerusform>%n note</numerusform>
            <numerusform>%n notes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n word(s)</source>
        <extracomment>ui/notes/history.py</extracomment>
        <translation>
            <numerusform>%n word</numerusform>
            <numerusform>%n words</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It has happened %n time(s).</source>
        <extracomment>ui/crashes/dialog.py</extracomment>
        <translation>
            <numerusform>It has happened once.</numerusform>
            <numerusform>It has happened %n times.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Markdown · %n word(s)</source>
        <extracomment>ui/notes/bars.py</extracomment>
        <translation>
            <numerusform>Markdown · %n word</numerusform>
            <numerusform>Markdown · %n words</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Payment failed. Sync stops in %n day(s)</source>
        <extracomment>ui/words.py</extracomment>
        <translation>
            <numerusform>Payment failed. Sync stops in %n day</numerusform>
            <numerusform>Payment failed. Sync stops in %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Syncing %n change(s)</source>
        <extracomment>ui/words.py</extracomment>
        <translation>
            <numerusform>Syncing %n change</numerusform>
            <numerusform>Syncing %n changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Trial ends in %n day(s)</source>
        <extracomment>ui/words.py</extracomment>
        <translation>
            <numerusform>Trial ends in %n day</numerusform>
            <numerusform>Trial ends in %n days</numerusform>
        </translation>
    </message>
</context>
</TS>
