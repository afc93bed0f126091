<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>gantry</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <comment>duration</comment>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %2 parts stored</source>
        <comment>412 of 2,560 parts stored</comment>
        <translation>
            <numerusform>%1 of %2 parts stored</numerusform>
            <numerusform>%1 of %2 parts stored</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <comment>duration</comment>
        <translation>
            <numerusform>%n second</numerusform>
            <numerusform>%n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <comment>duration</comment>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <comment>duration</comment>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gantry::DetailPane</name>
    <message numerus="yes">
        <source>%Ln upload(s) chosen, %1 in all. One of them:</source>
        <extracomment>Above the name of one of them, with its details. %1 is a size.</extracomment>
        <translation>
            <numerusform>%Ln upload chosen, %1 in all. One of them:</numerusform>
            <numerusform>%Ln uploads chosen, %1 in all. One of them:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gantry::IntakePanel</name>
    <message numerus="yes">
        <source>%Ln file(s) added to %1.</source>
        <translation>
            <numerusform>%Ln file added to %1.</numerusform>
            <numerusform>%Ln files added to %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them were already queued or unfinished: they continue.</source>
        <translation>
            <numerusform>%Ln of them was already queued or unfinished: it continues.</numerusform>
            <numerusform>%Ln of them were already queued or unfinished: they continue.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 and %Ln more</source>
        <extracomment>A file or folder, and how many there are beside it.</extracomment>
        <translation>
            <numerusform>%1 and %Ln more</numerusform>
            <numerusform>%1 and %Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Add a destination first: then %Ln item(s) that you gave can be uploaded.</source>
        <translation>
            <numerusform>Add a destination first: then the item that you gave can be uploaded.</numerusform>
            <numerusform>Add a destination first: then the %Ln items that you gave can be uploaded.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Looking through %1 … %Ln file(s)</source>
        <extracomment>While folders are searched; %1 is a file or folder, or several.</extracomment>
        <translation>
            <numerusform>Looking through %1 … %Ln file</numerusform>
            <numerusform>Looking through %1 … %Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln file(s), %2</source>
        <extracomment>%1 is a file or folder, or several; %2 a size.</extracomment>
        <translation>
            <numerusform>%1: %Ln file, %2</numerusform>
            <numerusform>%1: %Ln files, %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Upload %Ln file(s)</source>
        <translation>
            <numerusform>Upload %Ln file</numerusform>
            <numerusform>Upload %Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln thing(s) cannot be sent.</source>
        <translation>
            <numerusform>%Ln thing cannot be sent.</numerusform>
            <numerusform>%Ln things cannot be sent.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Upload the other %Ln file(s)</source>
        <translation>
            <numerusform>Upload the other file</numerusform>
            <numerusform>Upload the other %Ln files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Adding %Ln file(s) to %1 …</source>
        <translation>
            <numerusform>Adding %Ln file to %1 …</numerusform>
            <numerusform>Adding %Ln files to %1 …</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gantry::MainWindow</name>
    <message numerus="yes">
        <source>%n upload(s) removed from the queue.</source>
        <translation>
            <numerusform>%n upload removed from the queue.</numerusform>
            <numerusform>%n uploads removed from the queue.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Cancel %n upload(s)? %1 that the store already has will be given up. The files stay where they are.</source>
        <translation>
            <numerusform>Cancel this upload? %1 that the store already has will be given up. The file stays where it is.</numerusform>
            <numerusform>Cancel %n uploads? %1 that the store already has will be given up. The files stay where they are.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gantry::Sidebar</name>
    <message numerus="yes">
        <source>%1, %n upload(s)</source>
        <translation>
            <numerusform>%1, %n upload</numerusform>
            <numerusform>%1, %n uploads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gantry::StatusLine</name>
    <message numerus="yes">
        <source>Uploading %n file(s)</source>
        <translation>
            <numerusform>Uploading %n file</numerusform>
            <numerusform>Uploading %n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n upload(s) waiting</source>
        <translation>
            <numerusform>%n upload waiting</numerusform>
            <numerusform>%n uploads waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gantry::UnfinishedDialog</name>
    <message numerus="yes">
        <source>The store itself ends them %n day(s) after they were begun.</source>
        <translation>
            <numerusform>The store itself ends them %n day after they were begun.</numerusform>
            <numerusform>The store itself ends them %n days after they were begun.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>End %n unfinished upload(s)?</source>
        <translation>
            <numerusform>End %n unfinished upload?</numerusform>
            <numerusform>End %n unfinished uploads?</numerusform>
        </translation>
    </message>
</context>
</TS>
