<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AddDialogs</name>
    <message>
        <source>Upload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose files to upload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder to upload</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Backend</name>
    <message>
        <source>Upload service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the upload service is, for example https://uploads.example.com</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Token</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the service&apos;s administrator gave you: gantry-service token add NAME</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DestinationWords</name>
    <message>
        <source>System keychain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nowhere: read it at each start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Private file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Encrypted, and opened when you log in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gantry keeps nothing. It reads the secret from a variable or a file whenever it starts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not encrypted: it lies in a file of the state folder that only your user can read. Whoever gets at your files or their backups gets the secret. Use the keychain if there is one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reachable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clock</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Credentials</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begin an upload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End an upload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>passed</source>
        <comment>a check</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>warning</source>
        <comment>a check</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <comment>a check</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not checked</source>
        <comment>a check</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EngineCore</name>
    <message>
        <source>There is no kind of destination named %1. Known: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A destination has a name, without a slash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At least one part at a time has to be allowed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A destination of kind %1 needs: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no destination %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unfinished uploads go to %1, for example %2. Cancel or finish them first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 still has to confirm that it freed cancelled uploads. Try again later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a name at the destination neither is empty nor begins or ends with a slash</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a name at the destination is at most 1024 bytes long</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a name at the destination has no NUL character</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a name at the destination has no empty part, no . and no ..</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no upload %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The destination %1 is of a kind that this version does not know.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be sent: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled. The destination has not confirmed yet that it freed the stored parts; this is tried again until it does.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Upload %1 is being completed. Remove it when that has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Upload %1 does not wait for a decision.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FileWalk</name>
    <message>
        <source>its name at the destination would be longer than %1 bytes</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>JournalConnection</name>
    <message>
        <source>an earlier change could not be taken back</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SmallFile</name>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is too large for what it should be.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry</name>
    <message>
        <source>%1 %2</source>
        <comment>two units of time: 2 h 5 min</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1/s</source>
        <comment>a size per second</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1%</source>
        <comment>percent</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s</source>
        <comment>seconds</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min</source>
        <comment>minutes</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 h</source>
        <comment>hours</comment>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <comment>duration</comment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>over %1 left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 left</source>
        <comment>a duration</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Today %1</source>
        <comment>a time of day</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yesterday %1</source>
        <comment>a time of day</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>trying again now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>again in %1</source>
        <comment>a duration</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File is away: continues when it is back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue cannot be saved: continues when it can</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Computer sleeps: continues when it wakes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offline: continues by itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Server busy, %1</source>
        <comment>again in 12 s</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 Waiting, %2</source>
        <comment>a sentence; again in 12 s</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting, %1</source>
        <comment>again in 12 s</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for its turn</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Active</source>
        <comment>uploads that move</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting</source>
        <comment>uploads that wait</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <comment>uploads that are paused</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needs you</source>
        <comment>uploads that ask something</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <comment>uploads that failed</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <comment>uploads that are done</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled</source>
        <comment>uploads that were cancelled</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening a session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking what is stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Completing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking whether it is complete</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verifying</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needs a decision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done, not verified</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done, size only: the store proves nothing more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done, verified by its ETag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done, verified by its checksum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waiting</source>
        <comment>a part</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>being compared</source>
        <comment>a part</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>being read</source>
        <comment>a part</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sending</source>
        <comment>a part</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waits to be sent again</source>
        <comment>a part</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stored</source>
        <comment>a part</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <comment>a part</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Automatic: full under 1 GB, fast above</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fast: believe receipts of an unchanged file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full: read and compare every stored part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2, at %3</source>
        <comment>file name, Done, destination</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 percent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2, %3, for %4</source>
        <comment>file name, state, 42 percent, destination</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2, uploading to %3</source>
        <comment>file name, 42 percent, destination</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2, %3, uploading to %4</source>
        <comment>file name, 42 percent, 2 minutes left, destination</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not a regular file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has changed since its upload began.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be read: %2. Give yourself the right to read it, then retry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is away: %2. It goes on by itself when the file or its volume is back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is a socket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is a pipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is a device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is no regular file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a prefix neither begins with a slash nor has empty parts, . or ..</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A file cannot be %1 bytes long.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A part cannot be %1 bytes long.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parts of %1 are too small for a file of %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is %1; this destination takes objects of up to %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A part size of %1 is outside what this destination takes: %2 to %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is %1; with parts of %2 it would need %3 parts and this destination takes %4. Choose larger parts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is %1; this destination takes %2 parts of up to %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It says: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer of %1 makes no sense: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not accept the credentials. Check the destination&apos;s settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 refuses this to these credentials. Ask for the right, or use others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not know what was asked for (%2). Check the destination&apos;s address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 waited too long for our bytes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 does not take that much in one request.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 says that the upload is locked by another request.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is busy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no room left at %1. Free some or ask for more, then retry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has a fault of its own (%2).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 points to another address, and uploads do not follow. Check the destination&apos;s address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 rejects the request (%2).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Line %1 of %2 is not NAME=SECRET. Mend or remove it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>upload %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>destination %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> Another program is using the journal: close it and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> Make room on the disk; nothing that was recorded is lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> Make the file and its folder writable.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> The disk reports an error: check it, and the room left on it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The journal %1 cannot be opened: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no folder %1. Create it, or choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its folder may not be written to (%1). Make it writable, or choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>something that is not a file has this name. Move it away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it may not be written to (%1). Make it writable for yourself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is not Gantry&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a newer Gantry has written it (format %1, this one knows up to %2). Install that version again, or use another state folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is cut short</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The journal %1 cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A journal cannot be begun at %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it cannot be put in place (%1).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is damaged, and cannot be set aside as %1 (%2). Move it away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only its write-ahead log was left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> Or keep the secret of this destination elsewhere: --secret-store file (a file that only you may read), or --secret-store memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keychain is locked, and holds the secret of %1. Unlock it and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keychain does not remove the secret of %1 (%2). Remove it with the system&apos;s own keychain program.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Access to the keychain for %1 was not allowed. Allow it when it asks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keychain is locked, or denies access to the secret of %1 (%2). Unlock it and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No keychain answers on this machine for %1 (%2). Start one (gnome-keyring, KWallet) and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The keychain has not answered for %1 within %2 seconds. If it asks for its password, give it, and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be created: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be made private: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be written: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be read: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not a file. Move it away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is open to other users, so its secrets are not used. If nobody has read them, close it with: chmod 600 %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is larger than any file of its kind.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 could not be read to its end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The secret in %1 is empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no file %1 to read the secret from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The secret cannot be read from %1: it is not a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The secret cannot be read from %1: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is too large to be a secret.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The environment variable %1, which holds the secret, is not set.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no secret for %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A secret&apos;s source is env:NAME or file:/path; this one is neither.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::CheckList</name>
    <message>
        <source>Test under way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Testing %1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It does not work yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It works, with a warning.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It works. The test left nothing behind.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a check and its result: Clock: passed</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1. %2</source>
        <comment>Clock: passed. What was seen.</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::CommonFields</name>
    <message>
        <source>Part si&amp;ze</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Left empty, it follows the size of the file, which is right for most destinations. Uploads that have begun keep theirs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Parts of one file at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>C&amp;onnections to this destination</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In all, for all files together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Certificates (&amp;PEM file)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trusted beside the system&apos;s, for a server with a certificate of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking of stored parts on &amp;resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Automatic</source>
        <comment>part size</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit of the part size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GiB</source>
        <comment>2^30 bytes</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MiB</source>
        <comment>2^20 bytes</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KiB</source>
        <comment>2^10 bytes</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bytes</source>
        <comment>unit</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give a whole number, or leave it empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fewer settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More settings</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::Desktop</name>
    <message>
        <source>Another command (process %1) is working on this queue. The window opens when it has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another command is working on this queue. The window opens when it has ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do not wait</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The queue’s file was damaged. It lies under %1 now, and the queue is new.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::DestinationCheck</name>
    <message>
        <source>Not checked: the destination was not reached.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checked together with the right to begin an upload.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not checked: the destination did not answer as it should.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The destination answers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This machine&apos;s clock and the destination&apos;s agree.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This machine&apos;s clock is %1 minutes off the destination&apos;s. Set it right: signatures depend on it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not checked: the credentials are not accepted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The credentials are accepted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer makes no sense.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not checked: no upload could be begun.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An upload can be begun.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An upload can be ended; nothing was left behind.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::DestinationForm</name>
    <message>
        <source>&amp;Name (required)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yours to choose. It cannot be changed later: the uploads in the queue go by it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>K&amp;ind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1. Its name is fixed: the uploads in the queue go by it.</source>
        <comment>a kind of destination</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This version of Gantry knows no kind of destination named %1, so it can only be removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type it again: it is to be kept elsewhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stored in the keychain; leave empty to keep it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stored in a private file; leave empty to keep it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give it a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A name has no slash.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is a destination of that name already.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::DestinationsDialog</name>
    <message>
        <source>Destinations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1
%2</source>
        <comment>name of a destination, below it its kind</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>name of a destination, its kind</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>a name and a number that tells it from another</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New destination</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save and &amp;test</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Test connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the new destination</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the changes to %1?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keep editing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program is about to end.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 copy</source>
        <comment>the name of a copied destination</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Secrets are not copied: type them again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove %1? Its stored secrets go too. What was uploaded there stays there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keep it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The test was interrupted, because the destination was changed. Test again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>D&amp;uplicate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re&amp;move</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A destination is a place to upload to. There is none yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a &amp;destination</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::DetailPane</name>
    <message>
        <source>Choose an upload to see its parts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Parts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start &amp;over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;kip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 stored (%3)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::DropOverlay</name>
    <message>
        <source>Add a destination first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop to choose a destination</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drop to upload to %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::EmptyState</name>
    <message>
        <source>Where should your files go?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gantry sends large files to a destination, carries on after every interruption, and proves that they arrived.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The local service is a small upload service on this computer. It keeps what you send in the folder “Gantry uploads” of your home folder, so you can try everything without a server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Add a destination…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting the local service…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Try it with a local service</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::EngineHost</name>
    <message>
        <source>The engine did not start.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::FactsPage</name>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Destination</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verification</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ETag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Added</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finished</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last trouble</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 stored, %3 each</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After completion the store’s answer is compared with the file.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::FieldRow</name>
    <message>
        <source>%1 %2</source>
        <comment>what is wrong with a field, then its help</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::FileWalk::Search</name>
    <message>
        <source>there is no such file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a link to something that is not there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a link that leads nowhere: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it cannot be read: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its name is not UTF-8</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>its name at the destination would be longer than %1 bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>another of these files would get the same name, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the folder cannot be read: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the folder cannot be read to its end: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::Intake</name>
    <message>
        <source>The engine stopped.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::IntakePanel</name>
    <message>
        <source>Stopped. No file was added.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no files in %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) added to %1.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them were already queued or unfinished: they continue.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Then it was stopped: the others were not added.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The others could not be added: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing could be added: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1 and %Ln more</source>
        <extracomment>A file or folder, and how many there are beside it.</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Not possible: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Add a destination first: then %Ln item(s) that you gave can be uploaded.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Add a destination…</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Looking through %1 … %Ln file(s)</source>
        <extracomment>While folders are searched; %1 is a file or folder, or several.</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln file(s), %2</source>
        <extracomment>%1 is a file or folder, or several; %2 a size.</extracomment>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Upload %Ln file(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing here can be sent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%Ln thing(s) cannot be sent.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Upload the other %Ln file(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Adding %Ln file(s) to %1 …</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Copy &amp;list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files added</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close this notice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for example: project/day 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Folder at the destination:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Upload &amp;to:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Options</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::Journal::Worker</name>
    <message>
        <source>The journal %1 cannot be opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the file system of this folder cannot hold a write-ahead log; use a local folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The journal %1 cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The journal %1 cannot be written</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The journal %1 is not open.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::KeychainSecretStore</name>
    <message>
        <source>The keychain is no longer asked.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::KindFields</name>
    <message>
        <source>%1 (required)</source>
        <comment>a field</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (optional)</source>
        <comment>a field</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is needed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is no address. It looks like https://uploads.example.com.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::LogPage</name>
    <message>
        <source>&amp;Copy all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing has happened to this upload since the program started.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log of this upload</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::MainWindow</name>
    <message>
        <source>Drop files or folders here to upload them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No uploads here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No upload matches “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n upload(s) removed from the queue.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Cancel %n upload(s)? %1 that the store already has will be given up. The files stay where they are.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel uploads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add &amp;files…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add f&amp;older…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Undo removal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Destinations…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Destinations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Paste file paths</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Upload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Sidebar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Compact rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Roomy rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About Gantry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Toolbar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Gantry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gantry %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Uploads very large files over links that fail, and proves that they arrived.

Free software under the GNU General Public License, version 3 or later.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::NoticeBar</name>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close this notice</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::PartFlow</name>
    <message>
        <source>The store&apos;s answer to a part makes no sense.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The store answered another checksum for part %1 than the bytes that were sent have. The link, a proxy or the store damages data: retry, and tell its administrator.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The service gives no usable addresses for the parts that are missing.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::PartsGrid</name>
    <message>
        <source>Parts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 parts stored, %3 sending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part %1 of %2: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bytes %1 to %2 (%3)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n attempt(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>ETag %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The parts are not planned yet.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::PartsPage</name>
    <message>
        <source>Smaller cells</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Larger cells</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part %1 copied to the clipboard</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::PathEdit</name>
    <message>
        <source>Choose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the whole path, beginning with /.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::ProblemList</name>
    <message>
        <source>What cannot be sent</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::ProblemModel</name>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File or folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why it cannot be sent</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::QueueActions</name>
    <message>
        <source>&amp;Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re&amp;try</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Re&amp;move from queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Start over with the changed file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;kip the changed file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move to the &amp;front</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move to the &amp;end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open containing &amp;folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy file p&amp;ath</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::QueueDelegate</name>
    <message>
        <source>Start over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skip</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::QueueModel</name>
    <message>
        <source>%1
to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Destination</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Priority</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Added</source>
        <comment>date and time at which an upload was added</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::QueueView</name>
    <message>
        <source>Queue of uploads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In the order they were added</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::Reader</name>
    <message>
        <source>%1 holds the unknown value &quot;%2&quot;</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::SecretEdit</name>
    <message>
        <source>Hide what you type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show what you type</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::SecretPlace</name>
    <message>
        <source>Environment variable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the secret is read from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read it from (required)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the secret is &amp;kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name the variable or the file that holds the secret.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give the name of the variable, not the secret itself.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::ServiceBackend</name>
    <message>
        <source>The address of an upload service begins with http:// or https:// and names a host.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The address of an upload service has no user name, no ? and no #.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An upload service cannot do this: %1.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changes count at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Files at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More helps with many small files; with large ones the link is full anyway.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Limit the bandwidth to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bandwidth limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unit of the bandwidth limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>KB/s</source>
        <comment>1,000 bytes a second</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MB/s</source>
        <comment>1,000,000 bytes a second</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mbit/s</source>
        <comment>1,000,000 bits a second</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For all uploads together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Destinations…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many parts of one file go at once, and how stored parts are checked, is set for each destination.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system</source>
        <comment>theme</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <comment>theme</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <comment>theme</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roomy</source>
        <comment>rows of the queue</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compact</source>
        <comment>rows of the queue</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system</source>
        <comment>language</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Rows of the queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>L&amp;anguage</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counts from the next start of Gantry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;State folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the state folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The queue and what is known of unfinished uploads. Leave its files alone while Gantry runs. Another one is chosen with GANTRY_STATE_DIR or --state-dir.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>L&amp;og</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the folder of the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Secrets are struck out of it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A number from 1 to %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A number from %1 to %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program is about to end.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::Sidebar</name>
    <message>
        <source>Which uploads are shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All</source>
        <comment>uploads</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Destinations</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1, %n upload(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gantry::SpeedPlot</name>
    <message>
        <source>Speed of the last ten minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing</source>
        <comment>a speed</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now: this upload %1, all uploads %2. Highest in ten minutes: %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a curve: its speed now</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This upload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All uploads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent again</source>
        <comment>a mark in the speed plot: a part had to be sent once more</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stood still</source>
        <comment>a mark in the speed plot</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>−%1 min</source>
        <comment>minutes ago</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>now</source>
        <comment>the end of a time axis</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was sent in the last ten minutes.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::StatusLine</name>
    <message>
        <source>State of the connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Speed of all uploads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offline: continues by itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Some destinations cannot be reached</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Uploading %n file(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n upload(s) waiting</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing to send</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 left</source>
        <comment>a size</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::UploadRunner</name>
    <message>
        <source>The answer to the completion makes no sense.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The completion was not confirmed (%1): looking whether the object is there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another object has the name %1 at the destination.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The destination lost this upload twice: it may remove unfinished uploads too soon. Ask its administrator, then retry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The destination does not know this unfinished upload any more: it starts over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The finished object is %1 bytes long, the file %2. Do not rely on it; retry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The finished object&apos;s checksum is not the one that the file yields. Do not rely on it; retry.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An unfinished upload of this file was found at the destination: it is continued.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The destination answers with the session of another upload.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The destination&apos;s list of parts never ends.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The destination has %1 of %2 parts.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>gantry::service</name>
    <message>
        <source>it has no list of part addresses.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a part address has no part number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the address of part %1 is no web address.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it answers over https, and hands out part addresses without: its public address is not set right.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it names no upload_id.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it names no chunk_size or total_chunks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 chunks of %2 bytes do not make a file of %3.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has no list of received parts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it lists a part that this upload does not have.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it has no list of parts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it does not say that the upload is completed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a part was taken without a receipt (ETag).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is not JSON.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An upload service cannot do this: %1.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
