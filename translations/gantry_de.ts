<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>AddDialogs</name>
    <message>
        <source>Upload</source>
        <translation>Hochladen</translation>
    </message>
    <message>
        <source>Choose files to upload</source>
        <translation>Dateien zum Hochladen wählen</translation>
    </message>
    <message>
        <source>Choose a folder to upload</source>
        <translation>Ordner zum Hochladen wählen</translation>
    </message>
</context>
<context>
    <name>Backend</name>
    <message>
        <source>Upload service</source>
        <translation>Upload-Dienst</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Where the upload service is, for example https://uploads.example.com</source>
        <translation>Wo der Upload-Dienst ist, zum Beispiel https://uploads.example.com</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>What the service&apos;s administrator gave you: gantry-service token add NAME</source>
        <translation>Was Sie vom Verwalter des Dienstes bekommen haben: gantry-service token add NAME</translation>
    </message>
    <message>
        <source>S3 store</source>
        <translation>S3-Speicher</translation>
    </message>
    <message>
        <source>Endpoint</source>
        <translation>Endpunkt</translation>
    </message>
    <message>
        <source>Where the store is, for example https://s3.eu-central-1.amazonaws.com</source>
        <translation>Wo der Speicher ist, zum Beispiel https://s3.eu-central-1.amazonaws.com</translation>
    </message>
    <message>
        <source>Bucket</source>
        <translation>Bucket</translation>
    </message>
    <message>
        <source>The bucket that takes the files; it has to be there already</source>
        <translation>Der Bucket, der die Dateien aufnimmt; es muss ihn schon geben</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Region</translation>
    </message>
    <message>
        <source>The bucket&apos;s region, for example eu-central-1; left out: as the store says</source>
        <translation>Die Region des Buckets, zum Beispiel eu-central-1; ohne Angabe: wie der Speicher sagt</translation>
    </message>
    <message>
        <source>Prefix</source>
        <translation>Präfix</translation>
    </message>
    <message>
        <source>Put before each key, for example rushes/</source>
        <translation>Steht vor jedem Schlüssel, zum Beispiel muster/</translation>
    </message>
    <message>
        <source>Path style</source>
        <translation>Pfad-Stil</translation>
    </message>
    <message>
        <source>The bucket stands in the path: what most stores but Amazon&apos;s want</source>
        <translation>Der Bucket steht im Pfad: so wollen es die meisten Speicher außer Amazons</translation>
    </message>
    <message>
        <source>Virtual-host style</source>
        <translation>Virtual-Host-Stil</translation>
    </message>
    <message>
        <source>The bucket stands before the host&apos;s name</source>
        <translation>Der Bucket steht vor dem Namen des Hosts</translation>
    </message>
    <message>
        <source>Access key</source>
        <translation>Zugangsschlüssel</translation>
    </message>
    <message>
        <source>The public half of the credentials</source>
        <translation>Die öffentliche Hälfte der Zugangsdaten</translation>
    </message>
    <message>
        <source>Secret key</source>
        <translation>Geheimer Schlüssel</translation>
    </message>
    <message>
        <source>The secret half of the credentials</source>
        <translation>Die geheime Hälfte der Zugangsdaten</translation>
    </message>
    <message>
        <source>Session token</source>
        <translation>Sitzungs-Token</translation>
    </message>
    <message>
        <source>Of temporary credentials only</source>
        <translation>Nur bei befristeten Zugangsdaten</translation>
    </message>
    <message>
        <source>Amazon S3</source>
        <translation>Amazon S3</translation>
    </message>
    <message>
        <source>Cloudflare R2</source>
        <translation>Cloudflare R2</translation>
    </message>
    <message>
        <source>Backblaze B2</source>
        <translation>Backblaze B2</translation>
    </message>
    <message>
        <source>Wasabi</source>
        <translation>Wasabi</translation>
    </message>
    <message>
        <source>Scaleway</source>
        <translation>Scaleway</translation>
    </message>
    <message>
        <source>MinIO</source>
        <translation>MinIO</translation>
    </message>
    <message>
        <source>Ceph</source>
        <translation>Ceph</translation>
    </message>
    <message>
        <source>Another S3 store</source>
        <translation>Ein anderer S3-Speicher</translation>
    </message>
    <message>
        <source>The middle of the bucket&apos;s endpoint, for example eu-central-003</source>
        <translation>Die Mitte des Endpunkts des Buckets, zum Beispiel eu-central-003</translation>
    </message>
    <message>
        <source>The bucket&apos;s region, for example eu-central-2</source>
        <translation>Die Region des Buckets, zum Beispiel eu-central-2</translation>
    </message>
    <message>
        <source>The bucket&apos;s region, for example nl-ams</source>
        <translation>Die Region des Buckets, zum Beispiel nl-ams</translation>
    </message>
    <message>
        <source>The bucket&apos;s region, for example eu-central-1</source>
        <translation>Die Region des Buckets, zum Beispiel eu-central-1</translation>
    </message>
    <message>
        <source>Only where the store has regions; left out: as the store says</source>
        <translation>Nur wo der Speicher Regionen hat; weggelassen: wie der Speicher sagt</translation>
    </message>
    <message>
        <source>Where the store&apos;s API is, for example https://minio.example.com:9000</source>
        <translation>Wo die API des Speichers ist, zum Beispiel https://minio.example.com:9000</translation>
    </message>
    <message>
        <source>Where the gateway is, for example https://rgw.example.com:7480</source>
        <translation>Wo das Gateway ist, zum Beispiel https://rgw.example.com:7480</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Sets the address, the style and the limits</source>
        <translation>Legt Adresse, Stil und Grenzen fest</translation>
    </message>
    <message>
        <source>Account ID</source>
        <translation>Konto-ID</translation>
    </message>
    <message>
        <source>Of Cloudflare: 32 characters, as its dashboard shows them; with .eu for a bucket that stays in the EU</source>
        <translation>Von Cloudflare: 32 Zeichen, wie dessen Dashboard sie zeigt; mit .eu für einen Bucket, der in der EU bleibt</translation>
    </message>
    <message>
        <source>Smallest part</source>
        <translation>Kleinster Teil</translation>
    </message>
    <message>
        <source>Only where the store was set up to take smaller parts than 5 MiB</source>
        <translation>Nur wenn der Speicher auf kleinere Teile als 5 MiB eingestellt ist</translation>
    </message>
    <message>
        <source>tus server</source>
        <translation>tus-Server</translation>
    </message>
    <message>
        <source>Where uploads are created, for example https://uploads.example.com/files/</source>
        <translation>Wo Uploads angelegt werden, zum Beispiel https://uploads.example.com/files/</translation>
    </message>
    <message>
        <source>Sent as a bearer token, if the server wants one</source>
        <translation>Wird als Bearer-Token gesendet, falls der Server eines verlangt</translation>
    </message>
    <message>
        <source>Own headers</source>
        <translation>Eigene Kopfzeilen</translation>
    </message>
    <message>
        <source>What else each request has to carry: &quot;Name: value&quot;, several with | between</source>
        <translation>Was jede Anfrage sonst noch braucht: „Name: Wert“, mehrere mit | dazwischen</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>Metadaten</translation>
    </message>
    <message>
        <source>Told to the server with each file, for example project=Alpha,reel=7</source>
        <translation>Werden dem Server zu jeder Datei genannt, zum Beispiel project=Alpha,reel=7</translation>
    </message>
    <message>
        <source>For proxies that let no PATCH and DELETE through (X-HTTP-Method-Override)</source>
        <translation>Für Proxys, die PATCH und DELETE nicht durchlassen (X-HTTP-Method-Override)</translation>
    </message>
    <message>
        <source>No PATCH and DELETE</source>
        <translation>Kein PATCH und DELETE</translation>
    </message>
</context>
<context>
    <name>DestinationWords</name>
    <message>
        <source>System keychain</source>
        <translation>Schlüsselbund des Systems</translation>
    </message>
    <message>
        <source>Private file</source>
        <translation>Private Datei</translation>
    </message>
    <message>
        <source>Encrypted, and opened when you log in.</source>
        <translation>Verschlüsselt; wird beim Anmelden geöffnet.</translation>
    </message>
    <message>
        <source>Not encrypted: it lies in a file of the state folder that only your user can read. Whoever gets at your files or their backups gets the secret. Use the keychain if there is one.</source>
        <translation>Unverschlüsselt: Es liegt in einer Datei des Zustandsordners, die nur Ihr Benutzer lesen kann. Wer an Ihre Dateien oder deren Sicherungen kommt, hat das Geheimnis. Nehmen Sie den Schlüsselbund, wenn es einen gibt.</translation>
    </message>
    <message>
        <source>Reachable</source>
        <translation>Erreichbarkeit</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Uhr</translation>
    </message>
    <message>
        <source>Credentials</source>
        <translation>Zugangsdaten</translation>
    </message>
    <message>
        <source>Begin an upload</source>
        <translation>Upload beginnen</translation>
    </message>
    <message>
        <source>End an upload</source>
        <translation>Upload beenden</translation>
    </message>
    <message>
        <source>passed</source>
        <comment>a check</comment>
        <translation>bestanden</translation>
    </message>
    <message>
        <source>warning</source>
        <comment>a check</comment>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>failed</source>
        <comment>a check</comment>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>not checked</source>
        <comment>a check</comment>
        <translation>nicht geprüft</translation>
    </message>
    <message>
        <source>List what is unfinished</source>
        <translation>Unfertiges auflisten</translation>
    </message>
    <message>
        <source>Nowhere: memory only</source>
        <translation>Nirgends: nur im Arbeitsspeicher</translation>
    </message>
    <message>
        <source>Environment of Gantry (AWS_ACCESS_KEY_ID…)</source>
        <translation>Umgebung von Gantry (AWS_ACCESS_KEY_ID…)</translation>
    </message>
    <message>
        <source>Profile of the AWS tools (~/.aws)</source>
        <translation>Profil der AWS-Werkzeuge (~/.aws)</translation>
    </message>
    <message>
        <source>Gantry writes nothing down. Whenever it starts, it reads the secret from a variable or a file, or asks you.</source>
        <translation>Gantry schreibt nichts auf. Bei jedem Start liest es das Geheimnis aus einer Variablen oder Datei, oder fragt Sie danach.</translation>
    </message>
    <message>
        <source>Access key, secret key and session token are those in the environment that Gantry was started in.</source>
        <translation>Zugangsschlüssel, geheimer Schlüssel und Sitzungstoken sind die aus der Umgebung, in der Gantry gestartet wurde.</translation>
    </message>
    <message>
        <source>Access key, secret key and session token are read from the profile, and read again when they have expired.</source>
        <translation>Zugangsschlüssel, geheimer Schlüssel und Sitzungstoken werden aus dem Profil gelesen, und neu gelesen, wenn sie abgelaufen sind.</translation>
    </message>
    <message>
        <source>Server</source>
        <comment>a check: what it says of itself</comment>
        <translation>Server</translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message>
        <source>The store does not know this unfinished upload any more.</source>
        <translation>Der Speicher kennt diesen unfertigen Upload nicht mehr.</translation>
    </message>
    <message>
        <source>There is no bucket of that name. Check the destination&apos;s bucket and endpoint.</source>
        <translation>Es gibt keinen Bucket dieses Namens. Prüfen Sie Bucket und Endpunkt des Ziels.</translation>
    </message>
    <message>
        <source>The store says that this machine&apos;s clock is wrong. Set it right: signatures depend on it.</source>
        <translation>Der Speicher sagt, dass die Uhr dieses Rechners falsch geht. Stellen Sie sie: Signaturen hängen von ihr ab.</translation>
    </message>
    <message>
        <source>The store does not know this access key. Check the destination&apos;s key.</source>
        <translation>Der Speicher kennt diesen Zugangsschlüssel nicht. Prüfen Sie den Schlüssel des Ziels.</translation>
    </message>
    <message>
        <source>The secret key does not belong to the access key. Check the destination&apos;s secret.</source>
        <translation>Der geheime Schlüssel gehört nicht zum Zugangsschlüssel. Prüfen Sie das Geheimnis des Ziels.</translation>
    </message>
    <message>
        <source>The store does not accept the signature. Check the destination&apos;s region.</source>
        <translation>Der Speicher nimmt die Signatur nicht an. Prüfen Sie die Region des Ziels.</translation>
    </message>
    <message>
        <source>There is no room left at this store. Free some or ask for more, then retry.</source>
        <translation>Auf diesem Speicher ist kein Platz mehr. Schaffen Sie welchen oder bitten Sie um mehr, dann versuchen Sie es wieder.</translation>
    </message>
    <message>
        <source>The store does not take that much in one part. Set a smaller part size for the destination.</source>
        <translation>So viel nimmt der Speicher in einem Teil nicht an. Setzen Sie für das Ziel eine kleinere Teilgröße.</translation>
    </message>
    <message>
        <source>The store wants larger parts. Set a larger part size for the destination, then start the upload over.</source>
        <translation>Der Speicher will größere Teile. Setzen Sie für das Ziel eine größere Teilgröße, dann beginnen Sie den Upload von vorn.</translation>
    </message>
    <message>
        <source>The store has other parts than it confirmed.</source>
        <translation>Der Speicher hat andere Teile, als er bestätigt hat.</translation>
    </message>
    <message>
        <source>The bytes that reached the store are not those that were sent.</source>
        <translation>Die Bytes, die beim Speicher ankamen, sind nicht die gesendeten.</translation>
    </message>
    <message>
        <source>The store does not take this session token any more. Renew the credentials, and it goes on by itself.</source>
        <translation>Der Speicher nimmt dieses Sitzungstoken nicht mehr an. Erneuern Sie die Zugangsdaten, und es geht von selbst weiter.</translation>
    </message>
    <message>
        <source>The credentials have expired. Renew them, and it goes on by itself.</source>
        <translation>Die Zugangsdaten sind abgelaufen. Erneuern Sie sie, und es geht von selbst weiter.</translation>
    </message>
</context>
<context>
    <name>FileWalk</name>
    <message>
        <source>its name at the destination would be longer than %1 bytes</source>
        <translation>sein Name am Ziel wäre länger als %1 Byte</translation>
    </message>
</context>
<context>
    <name>JournalConnection</name>
    <message>
        <source>an earlier change could not be taken back</source>
        <translation>eine frühere Änderung konnte nicht zurückgenommen werden</translation>
    </message>
</context>
<context>
    <name>LocalService</name>
    <message>
        <source>The folder %1 cannot be made: %2.</source>
        <translation>Der Ordner %1 kann nicht angelegt werden: %2.</translation>
    </message>
</context>
<context>
    <name>gantry</name>
    <message>
        <source>%1 %2</source>
        <comment>two units of time: 2 h 5 min</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 Byte</translation>
    </message>
    <message>
        <source>%1/s</source>
        <comment>a size per second</comment>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>%1%</source>
        <comment>percent</comment>
        <translation>%1&#xa0;%</translation>
    </message>
    <message>
        <source>%1 s</source>
        <comment>seconds</comment>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <comment>minutes</comment>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <comment>hours</comment>
        <translation>%1 h</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <comment>duration</comment>
        <translation>
            <numerusform>%n Tag</numerusform>
            <numerusform>%n Tage</numerusform>
        </translation>
    </message>
    <message>
        <source>over %1 left</source>
        <translation>noch über %1</translation>
    </message>
    <message>
        <source>%1 left</source>
        <comment>a duration</comment>
        <translation>noch %1</translation>
    </message>
    <message>
        <source>Today %1</source>
        <comment>a time of day</comment>
        <translation>Heute %1</translation>
    </message>
    <message>
        <source>Yesterday %1</source>
        <comment>a time of day</comment>
        <translation>Gestern %1</translation>
    </message>
    <message>
        <source>trying again now</source>
        <translation>neuer Versuch jetzt</translation>
    </message>
    <message>
        <source>again in %1</source>
        <comment>a duration</comment>
        <translation>wieder in %1</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>File is away: continues when it is back</source>
        <translation>Datei ist weg: geht weiter, wenn sie wieder da ist</translation>
    </message>
    <message>
        <source>Queue cannot be saved: continues when it can</source>
        <translation>Warteschlange lässt sich nicht speichern: geht weiter, sobald es gelingt</translation>
    </message>
    <message>
        <source>Computer sleeps: continues when it wakes</source>
        <translation>Rechner schläft: geht weiter, wenn er aufwacht</translation>
    </message>
    <message>
        <source>Offline: continues by itself</source>
        <translation>Offline: geht von selbst weiter</translation>
    </message>
    <message>
        <source>Server busy, %1</source>
        <comment>again in 12 s</comment>
        <translation>Server überlastet, %1</translation>
    </message>
    <message>
        <source>%1 Waiting, %2</source>
        <comment>a sentence; again in 12 s</comment>
        <translation>%1 Wartet, %2</translation>
    </message>
    <message>
        <source>Waiting, %1</source>
        <comment>again in 12 s</comment>
        <translation>Wartet, %1</translation>
    </message>
    <message>
        <source>Waiting for its turn</source>
        <translation>Wartet, bis es an der Reihe ist</translation>
    </message>
    <message>
        <source>Active</source>
        <comment>uploads that move</comment>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Waiting</source>
        <comment>uploads that wait</comment>
        <translation>Wartend</translation>
    </message>
    <message>
        <source>Paused</source>
        <comment>uploads that are paused</comment>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Needs you</source>
        <comment>uploads that ask something</comment>
        <translation>Braucht Sie</translation>
    </message>
    <message>
        <source>Failed</source>
        <comment>uploads that failed</comment>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Done</source>
        <comment>uploads that are done</comment>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <comment>uploads that were cancelled</comment>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Reading the file</source>
        <translation>Liest die Datei</translation>
    </message>
    <message>
        <source>Opening a session</source>
        <translation>Öffnet eine Sitzung</translation>
    </message>
    <message>
        <source>Asking what is stored</source>
        <translation>Fragt, was gespeichert ist</translation>
    </message>
    <message>
        <source>Sending</source>
        <translation>Sendet</translation>
    </message>
    <message>
        <source>Completing</source>
        <translation>Schließt ab</translation>
    </message>
    <message>
        <source>Checking whether it is complete</source>
        <translation>Prüft, ob es vollständig ist</translation>
    </message>
    <message>
        <source>Verifying</source>
        <translation>Prüft nach</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Needs a decision</source>
        <translation>Braucht eine Entscheidung</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Done, not verified</source>
        <translation>Fertig, nicht geprüft</translation>
    </message>
    <message>
        <source>Done, size only: the store proves nothing more</source>
        <translation>Fertig, nur die Größe: Mehr beweist der Speicher nicht</translation>
    </message>
    <message>
        <source>Done, verified by its ETag</source>
        <translation>Fertig, mit dem ETag geprüft</translation>
    </message>
    <message>
        <source>Done, verified by its checksum</source>
        <translation>Fertig, mit der Prüfsumme geprüft</translation>
    </message>
    <message>
        <source>waiting</source>
        <comment>a part</comment>
        <translation>wartet</translation>
    </message>
    <message>
        <source>being compared</source>
        <comment>a part</comment>
        <translation>wird verglichen</translation>
    </message>
    <message>
        <source>being read</source>
        <comment>a part</comment>
        <translation>wird gelesen</translation>
    </message>
    <message>
        <source>sending</source>
        <comment>a part</comment>
        <translation>wird gesendet</translation>
    </message>
    <message>
        <source>waits to be sent again</source>
        <comment>a part</comment>
        <translation>wartet auf erneutes Senden</translation>
    </message>
    <message>
        <source>stored</source>
        <comment>a part</comment>
        <translation>gespeichert</translation>
    </message>
    <message>
        <source>failed</source>
        <comment>a part</comment>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>Automatic: full under 1 GB, fast above</source>
        <translation>Automatisch: vollständig unter 1 GB, darüber schnell</translation>
    </message>
    <message>
        <source>Fast: believe receipts of an unchanged file</source>
        <translation>Schnell: den Quittungen einer unveränderten Datei glauben</translation>
    </message>
    <message>
        <source>Full: read and compare every stored part</source>
        <translation>Vollständig: jeden gespeicherten Teil lesen und vergleichen</translation>
    </message>
    <message>
        <source>%1, %2, at %3</source>
        <comment>file name, Done, destination</comment>
        <translation>%1, %2, bei %3</translation>
    </message>
    <message>
        <source>%1 percent</source>
        <translation>%1 Prozent</translation>
    </message>
    <message>
        <source>%1, %2, %3, for %4</source>
        <comment>file name, state, 42 percent, destination</comment>
        <translation>%1, %2, %3, für %4</translation>
    </message>
    <message>
        <source>%1, %2, uploading to %3</source>
        <comment>file name, 42 percent, destination</comment>
        <translation>%1, %2, wird zu %3 hochgeladen</translation>
    </message>
    <message>
        <source>%1, %2, %3, uploading to %4</source>
        <comment>file name, 42 percent, 2 minutes left, destination</comment>
        <translation>%1, %2, %3, wird zu %4 hochgeladen</translation>
    </message>
    <message>
        <source>%1 is not a regular file.</source>
        <translation>%1 ist keine gewöhnliche Datei.</translation>
    </message>
    <message>
        <source>%1 has changed since its upload began.</source>
        <translation>%1 hat sich geändert, seit der Upload begann.</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2. Give yourself the right to read it, then retry.</source>
        <translation>%1 kann nicht gelesen werden: %2. Geben Sie sich das Leserecht und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>%1 is away: %2. It goes on by itself when the file or its volume is back.</source>
        <translation>%1 ist weg: %2. Es geht von selbst weiter, wenn die Datei oder ihr Datenträger wieder da ist.</translation>
    </message>
    <message>
        <source>it is a socket</source>
        <translation>es ist ein Socket</translation>
    </message>
    <message>
        <source>it is a pipe</source>
        <translation>es ist eine Pipe</translation>
    </message>
    <message>
        <source>it is a device</source>
        <translation>es ist ein Gerät</translation>
    </message>
    <message>
        <source>it is no regular file</source>
        <translation>es ist keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>a prefix neither begins with a slash nor has empty parts, . or ..</source>
        <translation>ein Präfix beginnt nicht mit einem Schrägstrich und hat keine leeren Abschnitte, kein . und kein ..</translation>
    </message>
    <message>
        <source>A file cannot be %1 bytes long.</source>
        <translation>Eine Datei kann nicht %1 Byte lang sein.</translation>
    </message>
    <message>
        <source>A part cannot be %1 bytes long.</source>
        <translation>Ein Teil kann nicht %1 Byte lang sein.</translation>
    </message>
    <message>
        <source>Parts of %1 are too small for a file of %2.</source>
        <translation>Teile von %1 sind zu klein für eine Datei von %2.</translation>
    </message>
    <message>
        <source>It says: %1</source>
        <translation>Es meldet: %1</translation>
    </message>
    <message>
        <source>The answer of %1 makes no sense: %2</source>
        <translation>Die Antwort von %1 ergibt keinen Sinn: %2</translation>
    </message>
    <message>
        <source>%1 does not accept the credentials. Check the destination&apos;s settings.</source>
        <translation>%1 nimmt die Zugangsdaten nicht an. Prüfen Sie die Einstellungen des Ziels.</translation>
    </message>
    <message>
        <source>%1 refuses this to these credentials. Ask for the right, or use others.</source>
        <translation>%1 verweigert das diesen Zugangsdaten. Bitten Sie um das Recht oder nehmen Sie andere.</translation>
    </message>
    <message>
        <source>%1 does not know what was asked for (%2). Check the destination&apos;s address.</source>
        <translation>%1 kennt das Gewünschte nicht (%2). Prüfen Sie die Adresse des Ziels.</translation>
    </message>
    <message>
        <source>%1 waited too long for our bytes.</source>
        <translation>%1 hat zu lange auf unsere Bytes gewartet.</translation>
    </message>
    <message>
        <source>%1 does not take that much in one request.</source>
        <translation>%1 nimmt nicht so viel in einer Anfrage.</translation>
    </message>
    <message>
        <source>%1 says that the upload is locked by another request.</source>
        <translation>%1 meldet, dass der Upload von einer anderen Anfrage gesperrt ist.</translation>
    </message>
    <message>
        <source>%1 is busy.</source>
        <translation>%1 ist überlastet.</translation>
    </message>
    <message>
        <source>There is no room left at %1. Free some or ask for more, then retry.</source>
        <translation>Bei %1 ist kein Platz mehr. Schaffen Sie welchen oder bitten Sie um mehr, und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>%1 has a fault of its own (%2).</source>
        <translation>%1 hat selbst eine Störung (%2).</translation>
    </message>
    <message>
        <source>%1 points to another address, and uploads do not follow. Check the destination&apos;s address.</source>
        <translation>%1 verweist auf eine andere Adresse, und Uploads folgen nicht. Prüfen Sie die Adresse des Ziels.</translation>
    </message>
    <message>
        <source>%1 rejects the request (%2).</source>
        <translation>%1 weist die Anfrage ab (%2).</translation>
    </message>
    <message>
        <source>Line %1 of %2 is not NAME=SECRET. Mend or remove it.</source>
        <translation>Zeile %1 von %2 ist nicht NAME=GEHEIMNIS. Berichtigen oder entfernen Sie sie.</translation>
    </message>
    <message>
        <source>upload %1</source>
        <translation>Upload %1</translation>
    </message>
    <message>
        <source>destination %1</source>
        <translation>Ziel %1</translation>
    </message>
    <message>
        <source> Another program is using the journal: close it and try again.</source>
        <translation> Ein anderes Programm benutzt das Journal: Schließen Sie es und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source> Make room on the disk; nothing that was recorded is lost.</source>
        <translation> Schaffen Sie Platz auf dem Datenträger; nichts Aufgezeichnetes ist verloren.</translation>
    </message>
    <message>
        <source> Make the file and its folder writable.</source>
        <translation> Machen Sie die Datei und ihren Ordner beschreibbar.</translation>
    </message>
    <message>
        <source> The disk reports an error: check it, and the room left on it.</source>
        <translation> Der Datenträger meldet einen Fehler: Prüfen Sie ihn und den Platz darauf.</translation>
    </message>
    <message>
        <source>The journal %1 cannot be opened: %2</source>
        <translation>Das Journal %1 kann nicht geöffnet werden: %2</translation>
    </message>
    <message>
        <source>there is no folder %1. Create it, or choose another one.</source>
        <translation>es gibt keinen Ordner %1. Legen Sie ihn an oder wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>its folder may not be written to (%1). Make it writable, or choose another one.</source>
        <translation>in seinen Ordner darf nicht geschrieben werden (%1). Machen Sie ihn beschreibbar oder wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>something that is not a file has this name. Move it away.</source>
        <translation>etwas, das keine Datei ist, hat diesen Namen. Verschieben Sie es.</translation>
    </message>
    <message>
        <source>it may not be written to (%1). Make it writable for yourself.</source>
        <translation>es darf nicht beschrieben werden (%1). Machen Sie es für sich beschreibbar.</translation>
    </message>
    <message>
        <source>it is not Gantry&apos;s</source>
        <translation>es gehört nicht zu Gantry</translation>
    </message>
    <message>
        <source>a newer Gantry has written it (format %1, this one knows up to %2). Install that version again, or use another state folder.</source>
        <translation>ein neueres Gantry hat es geschrieben (Format %1, dieses kennt bis %2). Installieren Sie jene Version wieder oder nehmen Sie einen anderen Zustandsordner.</translation>
    </message>
    <message>
        <source>it is cut short</source>
        <translation>es ist abgeschnitten</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>es ist leer</translation>
    </message>
    <message>
        <source>The journal %1 cannot be read</source>
        <translation>Das Journal %1 kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>A journal cannot be begun at %1</source>
        <translation>Bei %1 kann kein Journal begonnen werden</translation>
    </message>
    <message>
        <source>it cannot be put in place (%1).</source>
        <translation>es kann nicht an seinen Platz gebracht werden (%1).</translation>
    </message>
    <message>
        <source>it is damaged, and cannot be set aside as %1 (%2). Move it away.</source>
        <translation>es ist beschädigt und kann nicht als %1 beiseitegelegt werden (%2). Verschieben Sie es.</translation>
    </message>
    <message>
        <source>only its write-ahead log was left</source>
        <translation>nur sein Write-ahead-Log war noch da</translation>
    </message>
    <message>
        <source> Or keep the secret of this destination elsewhere: --secret-store file (a file that only you may read), or --secret-store memory.</source>
        <translation> Oder bewahren Sie das Geheimnis dieses Ziels anderswo auf: --secret-store file (eine Datei, die nur Sie lesen dürfen) oder --secret-store memory.</translation>
    </message>
    <message>
        <source>The keychain is locked, and holds the secret of %1. Unlock it and try again.</source>
        <translation>Der Schlüsselbund ist gesperrt und enthält das Geheimnis von %1. Entsperren Sie ihn und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The keychain does not remove the secret of %1 (%2). Remove it with the system&apos;s own keychain program.</source>
        <translation>Der Schlüsselbund entfernt das Geheimnis von %1 nicht (%2). Entfernen Sie es mit dem Schlüsselbundprogramm des Systems.</translation>
    </message>
    <message>
        <source>Access to the keychain for %1 was not allowed. Allow it when it asks.</source>
        <translation>Der Zugriff auf den Schlüsselbund für %1 wurde nicht erlaubt. Erlauben Sie ihn, wenn er fragt.</translation>
    </message>
    <message>
        <source>The keychain is locked, or denies access to the secret of %1 (%2). Unlock it and try again.</source>
        <translation>Der Schlüsselbund ist gesperrt oder verweigert den Zugriff auf das Geheimnis von %1 (%2). Entsperren Sie ihn und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>No keychain answers on this machine for %1 (%2). Start one (gnome-keyring, KWallet) and try again.</source>
        <translation>Auf diesem Rechner antwortet kein Schlüsselbund für %1 (%2). Starten Sie einen (gnome-keyring, KWallet) und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The keychain has not answered for %1 within %2 seconds. If it asks for its password, give it, and try again.</source>
        <translation>Der Schlüsselbund hat für %1 nicht innerhalb von %2 Sekunden geantwortet. Wenn er nach seinem Passwort fragt, geben Sie es ein und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>%1 cannot be created: %2.</source>
        <translation>%1 kann nicht angelegt werden: %2.</translation>
    </message>
    <message>
        <source>%1 cannot be made private: %2.</source>
        <translation>%1 kann nicht privat gemacht werden: %2.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2.</source>
        <translation>%1 kann nicht geschrieben werden: %2.</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2.</source>
        <translation>%1 kann nicht gelesen werden: %2.</translation>
    </message>
    <message>
        <source>%1 is not a file. Move it away.</source>
        <translation>%1 ist keine Datei. Verschieben Sie es.</translation>
    </message>
    <message>
        <source>%1 is open to other users, so its secrets are not used. If nobody has read them, close it with: chmod 600 %1</source>
        <translation>%1 steht anderen Benutzern offen, deshalb werden seine Geheimnisse nicht benutzt. Wenn niemand sie gelesen hat, schließen Sie es mit: chmod 600 %1</translation>
    </message>
    <message>
        <source>%1 is larger than any file of its kind.</source>
        <translation>%1 ist größer als jede Datei dieser Art.</translation>
    </message>
    <message>
        <source>%1 could not be read to its end.</source>
        <translation>%1 konnte nicht bis zum Ende gelesen werden.</translation>
    </message>
    <message>
        <source>The secret in %1 is empty.</source>
        <translation>Das Geheimnis in %1 ist leer.</translation>
    </message>
    <message>
        <source>There is no file %1 to read the secret from.</source>
        <translation>Es gibt keine Datei %1, aus der das Geheimnis gelesen werden kann.</translation>
    </message>
    <message>
        <source>The secret cannot be read from %1: it is not a file.</source>
        <translation>Das Geheimnis kann nicht aus %1 gelesen werden: Es ist keine Datei.</translation>
    </message>
    <message>
        <source>The secret cannot be read from %1: %2.</source>
        <translation>Das Geheimnis kann nicht aus %1 gelesen werden: %2.</translation>
    </message>
    <message>
        <source>%1 is too large to be a secret.</source>
        <translation>%1 ist zu groß für ein Geheimnis.</translation>
    </message>
    <message>
        <source>The environment variable %1, which holds the secret, is not set.</source>
        <translation>Die Umgebungsvariable %1, die das Geheimnis enthält, ist nicht gesetzt.</translation>
    </message>
    <message>
        <source>There is no secret for %1.</source>
        <translation>Es gibt kein Geheimnis für %1.</translation>
    </message>
    <message>
        <source>A secret&apos;s source is env:NAME or file:/path; this one is neither.</source>
        <translation>Die Quelle eines Geheimnisses ist env:NAME oder file:/pfad; diese ist keins von beiden.</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>sending, 42%</comment>
        <translation>%1, %2</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %2 parts stored</source>
        <comment>412 of 2,560 parts stored</comment>
        <translation>
            <numerusform>%1 von %2 Teilen gespeichert</numerusform>
            <numerusform>%1 von %2 Teilen gespeichert</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>a number of parts: 4 sending</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between parts of a sentence</comment>
        <translation>, </translation>
    </message>
    <message>
        <source>Part %1 of %2</source>
        <translation>Teil %1 von %2</translation>
    </message>
    <message>
        <source>Bytes %1 to %2</source>
        <translation>Bytes %1 bis %2</translation>
    </message>
    <message>
        <source>Size: %1 (%2)</source>
        <translation>Größe: %1 (%2)</translation>
    </message>
    <message>
        <source>State: %1</source>
        <comment>of a part</comment>
        <translation>Zustand: %1</translation>
    </message>
    <message>
        <source>Attempts: %1</source>
        <translation>Versuche: %1</translation>
    </message>
    <message>
        <source>ETag: %1</source>
        <translation>ETag: %1</translation>
    </message>
    <message>
        <source>Last error: %1</source>
        <translation>Letzter Fehler: %1</translation>
    </message>
    <message>
        <source>Part %1 of %2, %3</source>
        <comment>3: its state</comment>
        <translation>Teil %1 von %2, %3</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <comment>duration</comment>
        <translation>
            <numerusform>%n Sekunde</numerusform>
            <numerusform>%n Sekunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <comment>duration</comment>
        <translation>
            <numerusform>%n Minute</numerusform>
            <numerusform>%n Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <comment>duration</comment>
        <translation>
            <numerusform>%n Stunde</numerusform>
            <numerusform>%n Stunden</numerusform>
        </translation>
    </message>
    <message>
        <source>The state folder %1 cannot be used: %2.</source>
        <translation>Der Zustandsordner %1 kann nicht benutzt werden: %2.</translation>
    </message>
    <message>
        <source>it is not a folder</source>
        <translation>er ist kein Ordner</translation>
    </message>
    <message>
        <source>it belongs to another user</source>
        <translation>er gehört einem anderen Benutzer</translation>
    </message>
    <message>
        <source>it holds other things and is open to other users. Give Gantry a folder of its own, or close this one with chmod 700</source>
        <translation>er enthält andere Dinge und steht anderen Benutzern offen. Geben Sie Gantry einen eigenen Ordner oder schließen Sie diesen mit chmod 700</translation>
    </message>
    <message>
        <source>The answer of %1 was cut short.</source>
        <translation>Die Antwort von %1 brach ab.</translation>
    </message>
    <message>
        <source>The connection to %1 was lost before it answered.</source>
        <translation>Die Verbindung zu %1 riss ab, bevor eine Antwort kam.</translation>
    </message>
    <message>
        <source>%1 cannot be reached: %2.</source>
        <translation>%1 ist nicht zu erreichen: %2.</translation>
    </message>
    <message>
        <source>the connection was refused</source>
        <translation>die Verbindung wurde abgelehnt</translation>
    </message>
    <message>
        <source>the host name is not known</source>
        <translation>der Rechnername ist nicht bekannt</translation>
    </message>
    <message>
        <source>it does not respond</source>
        <translation>es kommt keine Antwort</translation>
    </message>
    <message>
        <source>the network is down</source>
        <translation>das Netz ist nicht da</translation>
    </message>
    <message>
        <source>the proxy refused the connection</source>
        <translation>der Proxy hat die Verbindung abgelehnt</translation>
    </message>
    <message>
        <source>the proxy closed the connection</source>
        <translation>der Proxy hat die Verbindung geschlossen</translation>
    </message>
    <message>
        <source>the proxy&apos;s host name is not known</source>
        <translation>der Rechnername des Proxys ist nicht bekannt</translation>
    </message>
    <message>
        <source>the proxy does not respond</source>
        <translation>der Proxy antwortet nicht</translation>
    </message>
    <message>
        <source>the proxy asks for a password</source>
        <translation>der Proxy verlangt ein Passwort</translation>
    </message>
    <message>
        <source>the proxy failed</source>
        <translation>der Proxy hat versagt</translation>
    </message>
    <message>
        <source>there is no route to it</source>
        <translation>es führt kein Weg dorthin</translation>
    </message>
    <message>
        <source>No secure connection to %1 could be made: %2</source>
        <translation>Zu %1 kam keine sichere Verbindung zustande: %2</translation>
    </message>
    <message>
        <source>The certificate of %1 is not trusted: %2</source>
        <translation>Dem Zertifikat von %1 wird nicht vertraut: %2</translation>
    </message>
    <message>
        <source>%1 points elsewhere.</source>
        <translation>%1 verweist woandershin.</translation>
    </message>
    <message>
        <source>The protocol of %1 is not known.</source>
        <translation>Das Protokoll von %1 ist nicht bekannt.</translation>
    </message>
    <message>
        <source>The answer of %1 is not HTTP.</source>
        <translation>Die Antwort von %1 ist kein HTTP.</translation>
    </message>
    <message>
        <source>The request to %1 was cancelled.</source>
        <translation>Die Anfrage an %1 wurde abgebrochen.</translation>
    </message>
    <message>
        <source>Nothing moved to or from %1 for %2 s.</source>
        <translation>Von und zu %1 bewegte sich %2 s lang nichts.</translation>
    </message>
    <message>
        <source>%1 did not answer within %2 s.</source>
        <translation>%1 hat nicht binnen %2 s geantwortet.</translation>
    </message>
    <message>
        <source>The answer of %1 is too long.</source>
        <translation>Die Antwort von %1 ist zu lang.</translation>
    </message>
    <message>
        <source>The address %1 cannot be used: %2.</source>
        <translation>Die Adresse %1 kann nicht benutzt werden: %2.</translation>
    </message>
    <message>
        <source>it is not a valid URL</source>
        <translation>sie ist keine gültige URL</translation>
    </message>
    <message>
        <source>only http and https are spoken</source>
        <translation>es gehen nur http und https</translation>
    </message>
    <message>
        <source>it has a fragment (#)</source>
        <translation>sie hat ein Fragment (#)</translation>
    </message>
    <message>
        <source>it holds a user name or password</source>
        <translation>sie enthält einen Benutzernamen oder ein Passwort</translation>
    </message>
    <message>
        <source>its path begins with two slashes</source>
        <translation>ihr Pfad beginnt mit zwei Schrägstrichen</translation>
    </message>
    <message>
        <source>it has &quot;.&quot; or &quot;..&quot; in its path</source>
        <translation>in ihrem Pfad steht „.“ oder „..“</translation>
    </message>
    <message>
        <source>A %1 request cannot carry this body.</source>
        <translation>Eine Anfrage mit %1 kann diesen Inhalt nicht tragen.</translation>
    </message>
    <message>
        <source>A header of the request has forbidden characters.</source>
        <translation>Ein Kopf der Anfrage enthält verbotene Zeichen.</translation>
    </message>
    <message>
        <source>The CA file holds no certificate in PEM form.</source>
        <translation>Die Zertifikatsdatei enthält kein Zertifikat in PEM-Form.</translation>
    </message>
    <message>
        <source>Comparing what is stored with the file</source>
        <translation>Gespeichertes wird mit der Datei verglichen</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <comment>a state; why less is stored than before</comment>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 kann nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>%1 is too large for what it should be.</source>
        <translation>%1 ist zu groß für das, was es sein soll.</translation>
    </message>
    <message>
        <source>The file changed</source>
        <translation>Die Datei hat sich geändert</translation>
    </message>
    <message>
        <source>The name is taken</source>
        <translation>Der Name ist vergeben</translation>
    </message>
    <message>
        <source>Nothing is being sent</source>
        <translation>Es wird nichts gesendet</translation>
    </message>
    <message>
        <source>Nothing waits</source>
        <translation>Es wartet nichts</translation>
    </message>
    <message>
        <source>Nothing is paused</source>
        <translation>Es ist nichts pausiert</translation>
    </message>
    <message>
        <source>Nothing needs you</source>
        <translation>Nichts braucht Sie</translation>
    </message>
    <message>
        <source>Nothing has failed</source>
        <translation>Nichts ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>Nothing is done yet</source>
        <translation>Noch ist nichts fertig</translation>
    </message>
    <message>
        <source>Nothing was cancelled</source>
        <translation>Es wurde nichts abgebrochen</translation>
    </message>
    <message>
        <source>Waits for credentials</source>
        <translation>Wartet auf Zugangsdaten</translation>
    </message>
    <message>
        <source>this destination</source>
        <translation>dieses Ziel</translation>
    </message>
    <message>
        <source>The file is %1; %3 takes objects of up to %2.</source>
        <translation>Die Datei hat %1; %3 nimmt Objekte bis %2.</translation>
    </message>
    <message>
        <source>A part size of %1 is outside what %4 takes: %2 to %3.</source>
        <translation>Eine Teilgröße von %1 liegt außerhalb dessen, was %4 nimmt: %2 bis %3.</translation>
    </message>
    <message>
        <source>The file is %1; with parts of %2 it would need %3 parts and %5 takes %4. Choose larger parts.</source>
        <translation>Die Datei hat %1; mit Teilen von %2 bräuchte sie %3 Teile, und %5 nimmt %4. Wählen Sie größere Teile.</translation>
    </message>
    <message>
        <source>The file is %1; %4 takes %2 parts of up to %3.</source>
        <translation>Die Datei hat %1; %4 nimmt %2 Teile bis %3.</translation>
    </message>
    <message>
        <source>The environment variable %1, which this destination&apos;s credentials are read from, is not set. Set it where Gantry is started.</source>
        <translation>Die Umgebungsvariable %1, aus der die Zugangsdaten dieses Ziels gelesen werden, ist nicht gesetzt. Setzen Sie sie dort, wo Gantry gestartet wird.</translation>
    </message>
    <message>
        <source>The profile %1 has no %2. Write it to %3.</source>
        <translation>Das Profil %1 hat kein %2. Schreiben Sie es in %3.</translation>
    </message>
    <message>
        <source>No profiles can be read from %1: it is not a file.</source>
        <translation>Aus %1 lassen sich keine Profile lesen: Es ist keine Datei.</translation>
    </message>
    <message>
        <source>No profiles can be read from %1: %2.</source>
        <translation>Aus %1 lassen sich keine Profile lesen: %2.</translation>
    </message>
    <message>
        <source>%1 is too large to be a file of profiles.</source>
        <translation>%1 ist zu groß für eine Datei mit Profilen.</translation>
    </message>
    <message>
        <source>There is no profile %1 in %2 or %3. Name one that is there, or write it.</source>
        <translation>In %2 und %3 gibt es kein Profil %1. Nennen Sie eines, das es gibt, oder legen Sie es an.</translation>
    </message>
    <message>
        <source>%2 of the profile %1 is not one word. Mend it in %3 or %4.</source>
        <translation>%2 des Profils %1 ist nicht ein einziges Wort. Berichtigen Sie es in %3 oder %4.</translation>
    </message>
    <message>
        <source>The profile %1 has no keys of its own: another program makes them. Let it write them to %2, for example with &quot;aws configure export-credentials&quot;.</source>
        <translation>Das Profil %1 hat keine eigenen Schlüssel: Ein anderes Programm stellt sie aus. Lassen Sie es sie in %2 schreiben, zum Beispiel mit „aws configure export-credentials“.</translation>
    </message>
    <message>
        <source>over %1</source>
        <comment>a duration</comment>
        <translation>über %1</translation>
    </message>
    <message>
        <source>There already: %1</source>
        <comment>the beginning of a part</comment>
        <translation>Schon dort: %1</translation>
    </message>
    <message>
        <source>Done, size only</source>
        <translation>Fertig, nur Größe geprüft</translation>
    </message>
    <message>
        <source>This tus server does not let clients begin uploads (it has no extension &quot;creation&quot;).</source>
        <translation>Bei diesem tus-Server können keine Uploads begonnen werden (ihm fehlt die Erweiterung „creation“).</translation>
    </message>
</context>
<context>
    <name>gantry::BodyDevice</name>
    <message>
        <source>Reading the file was given up.</source>
        <translation>Das Lesen der Datei wurde aufgegeben.</translation>
    </message>
    <message>
        <source>The source of the body yielded nothing.</source>
        <translation>Die Quelle des Inhalts lieferte nichts.</translation>
    </message>
    <message>
        <source>The file does not have the length that was announced: it changed.</source>
        <translation>Die Datei hat nicht die angekündigte Länge: Sie hat sich geändert.</translation>
    </message>
</context>
<context>
    <name>gantry::CheckList</name>
    <message>
        <source>Test under way</source>
        <translation>Test läuft</translation>
    </message>
    <message>
        <source>Testing %1…</source>
        <translation>Teste %1…</translation>
    </message>
    <message>
        <source>It does not work yet.</source>
        <translation>Es funktioniert noch nicht.</translation>
    </message>
    <message>
        <source>It works, with a warning.</source>
        <translation>Es funktioniert, mit einer Warnung.</translation>
    </message>
    <message>
        <source>It works. The test left nothing behind.</source>
        <translation>Es funktioniert. Der Test hat nichts zurückgelassen.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a check and its result: Clock: passed</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <comment>Clock: passed. What was seen.</comment>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>Not everything could be tested, and there is a warning.</source>
        <translation>Nicht alles ließ sich prüfen, und es gibt eine Warnung.</translation>
    </message>
    <message>
        <source>What was tested works. Not everything could be tested.</source>
        <translation>Was geprüft wurde, funktioniert. Nicht alles ließ sich prüfen.</translation>
    </message>
</context>
<context>
    <name>gantry::CommonFields</name>
    <message>
        <source>Part si&amp;ze</source>
        <translation>Teil&amp;größe</translation>
    </message>
    <message>
        <source>Left empty, it follows the size of the file, which is right for most destinations. Uploads that have begun keep theirs.</source>
        <translation>Leer gelassen folgt sie der Größe der Datei; das passt für die meisten Ziele. Begonnene Uploads behalten ihre.</translation>
    </message>
    <message>
        <source>&amp;Parts of one file at once</source>
        <translation>T&amp;eile einer Datei gleichzeitig</translation>
    </message>
    <message>
        <source>C&amp;onnections to this destination</source>
        <translation>&amp;Verbindungen zu diesem Ziel</translation>
    </message>
    <message>
        <source>In all, for all files together.</source>
        <translation>Insgesamt, für alle Dateien zusammen.</translation>
    </message>
    <message>
        <source>Certificates (&amp;PEM file)</source>
        <translation>Zertifikate (&amp;PEM-Datei)</translation>
    </message>
    <message>
        <source>Trusted beside the system&apos;s, for a server with a certificate of its own.</source>
        <translation>Wird zusätzlich zu denen des Systems vertraut, für einen Server mit eigenem Zertifikat.</translation>
    </message>
    <message>
        <source>Checking of stored parts on &amp;resume</source>
        <translation>Prüfung gespeicherter Teile beim &amp;Fortsetzen</translation>
    </message>
    <message>
        <source>Automatic</source>
        <comment>part size</comment>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Unit of the part size</source>
        <translation>Einheit der Teilgröße</translation>
    </message>
    <message>
        <source>Fewer settings</source>
        <translation>Weniger Einstellungen</translation>
    </message>
    <message>
        <source>More settings</source>
        <translation>Mehr Einstellungen</translation>
    </message>
</context>
<context>
    <name>gantry::DecisionBar</name>
    <message>
        <source>Start &amp;over</source>
        <translation>&amp;Neu beginnen</translation>
    </message>
    <message>
        <source>S&amp;kip</source>
        <translation>Ü&amp;berspringen</translation>
    </message>
    <message>
        <source>This upload asks something</source>
        <translation>Dieser Upload fragt etwas</translation>
    </message>
    <message>
        <source>Send the file as it is now, from its beginning</source>
        <translation>Die Datei, wie sie jetzt ist, von Anfang an senden</translation>
    </message>
    <message>
        <source>Leave this file: the upload is cancelled</source>
        <translation>Diese Datei auslassen: Der Upload wird abgebrochen</translation>
    </message>
</context>
<context>
    <name>gantry::Desktop</name>
    <message>
        <source>Another command (process %1) is working on this queue. The window opens when it has ended.</source>
        <translation>Ein anderer Befehl (Prozess %1) arbeitet an dieser Warteschlange. Das Fenster öffnet sich, wenn er beendet ist.</translation>
    </message>
    <message>
        <source>Another command is working on this queue. The window opens when it has ended.</source>
        <translation>Ein anderer Befehl arbeitet an dieser Warteschlange. Das Fenster öffnet sich, wenn er beendet ist.</translation>
    </message>
    <message>
        <source>Do not wait</source>
        <translation>Nicht warten</translation>
    </message>
    <message>
        <source>The queue’s file was damaged. It lies under %1 now, and the queue is new.</source>
        <translation>Die Datei der Warteschlange war beschädigt. Sie liegt jetzt unter %1, und die Warteschlange ist neu.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
</context>
<context>
    <name>gantry::DestinationCheck</name>
    <message>
        <source>Not checked: the destination was not reached.</source>
        <translation>Nicht geprüft: Das Ziel wurde nicht erreicht.</translation>
    </message>
    <message>
        <source>Not checked: the destination did not answer as it should.</source>
        <translation>Nicht geprüft: Das Ziel hat nicht geantwortet, wie es soll.</translation>
    </message>
    <message>
        <source>The destination answers.</source>
        <translation>Das Ziel antwortet.</translation>
    </message>
    <message>
        <source>This machine&apos;s clock and the destination&apos;s agree.</source>
        <translation>Die Uhren dieses Rechners und des Ziels stimmen überein.</translation>
    </message>
    <message>
        <source>This machine&apos;s clock is %1 minutes off the destination&apos;s. Set it right: signatures depend on it.</source>
        <translation>Die Uhr dieses Rechners weicht um %1 Minuten von der des Ziels ab. Stellen Sie sie richtig: Signaturen hängen davon ab.</translation>
    </message>
    <message>
        <source>Not checked: the credentials are not accepted.</source>
        <translation>Nicht geprüft: Die Zugangsdaten werden nicht angenommen.</translation>
    </message>
    <message>
        <source>The credentials are accepted.</source>
        <translation>Die Zugangsdaten werden angenommen.</translation>
    </message>
    <message>
        <source>The answer makes no sense.</source>
        <translation>Die Antwort ergibt keinen Sinn.</translation>
    </message>
    <message>
        <source>Not checked: no upload could be begun.</source>
        <translation>Nicht geprüft: Es konnte kein Upload begonnen werden.</translation>
    </message>
    <message>
        <source>An upload can be begun.</source>
        <translation>Ein Upload kann begonnen werden.</translation>
    </message>
    <message>
        <source>An upload can be ended; nothing was left behind.</source>
        <translation>Ein Upload kann beendet werden; nichts blieb zurück.</translation>
    </message>
    <message>
        <source>What is unfinished can be listed, and continued from elsewhere.</source>
        <translation>Was unfertig ist, lässt sich auflisten und von anderswo fortsetzen.</translation>
    </message>
    <message>
        <source>What is unfinished cannot be listed, so an upload that was begun elsewhere begins anew. %1</source>
        <translation>Was unfertig ist, lässt sich nicht auflisten; ein anderswo begonnener Upload beginnt deshalb neu. %1</translation>
    </message>
    <message>
        <source>Not checked: there are no credentials to ask with.</source>
        <translation>Nicht geprüft: Es gibt keine Zugangsdaten, mit denen gefragt werden kann.</translation>
    </message>
    <message>
        <source>Not checked: this server cannot be asked to end an upload, so one would be left behind.</source>
        <translation>Nicht geprüft: Dieser Server kann einen Upload nicht beenden; es bliebe einer zurück.</translation>
    </message>
    <message>
        <source>The server did not refuse to look for an upload that cannot exist. Whether one may be begun was not tried.</source>
        <translation>Der Server hat sich nicht geweigert, nach einem Upload zu sehen, den es nicht geben kann. Ob einer begonnen werden darf, wurde nicht versucht.</translation>
    </message>
    <message>
        <source>Whether the credentials are accepted could not be found out. %1</source>
        <translation>Ob die Zugangsdaten angenommen werden, ließ sich nicht herausfinden. %1</translation>
    </message>
    <message>
        <source>Not checked: only the beginning of an upload could have told.</source>
        <translation>Nicht geprüft: Nur der Beginn eines Uploads hätte es gezeigt.</translation>
    </message>
    <message>
        <source>If the server began one all the same, it stays there until it expires: nothing but that answer told where it is.</source>
        <translation>Falls der Server trotzdem einen begonnen hat, bleibt er dort, bis er abläuft: Nur diese Antwort hätte gesagt, wo er ist.</translation>
    </message>
    <message>
        <source>What the test began is noted: the destination is asked to end it until it confirms that.</source>
        <translation>Was der Test begonnen hat, ist vermerkt: Das Ziel wird gebeten, es zu beenden, bis es das bestätigt.</translation>
    </message>
    <message>
        <source>What is missing: %1.</source>
        <translation>Es fehlt: %1.</translation>
    </message>
    <message>
        <source>No credentials are needed.</source>
        <translation>Es werden keine Zugangsdaten gebraucht.</translation>
    </message>
    <message>
        <source>If the destination began one all the same, it is unfinished there.</source>
        <translation>Falls das Ziel trotzdem einen begonnen hat, liegt er dort unfertig.</translation>
    </message>
</context>
<context>
    <name>gantry::DestinationForm</name>
    <message>
        <source>&amp;Name (required)</source>
        <translation>&amp;Name (erforderlich)</translation>
    </message>
    <message>
        <source>Yours to choose. It cannot be changed later: the uploads in the queue go by it.</source>
        <translation>Frei wählbar. Er kann später nicht geändert werden: Die Uploads in der Warteschlange richten sich danach.</translation>
    </message>
    <message>
        <source>K&amp;ind</source>
        <translation>&amp;Art</translation>
    </message>
    <message>
        <source>%1. Its name is fixed: the uploads in the queue go by it.</source>
        <comment>a kind of destination</comment>
        <translation>%1. Der Name steht fest: Die Uploads in der Warteschlange richten sich danach.</translation>
    </message>
    <message>
        <source>This version of Gantry knows no kind of destination named %1, so it can only be removed.</source>
        <translation>Diese Version von Gantry kennt keine Zielart namens %1, deshalb kann es nur entfernt werden.</translation>
    </message>
    <message>
        <source>Type it again: it is to be kept elsewhere</source>
        <translation>Noch einmal eingeben: Es soll anderswo aufbewahrt werden</translation>
    </message>
    <message>
        <source>Stored in the keychain; leave empty to keep it</source>
        <translation>Im Schlüsselbund gespeichert; leer lassen, um es zu behalten</translation>
    </message>
    <message>
        <source>Stored in a private file; leave empty to keep it</source>
        <translation>In einer privaten Datei gespeichert; leer lassen, um es zu behalten</translation>
    </message>
    <message>
        <source>Give it a name.</source>
        <translation>Geben Sie ihm einen Namen.</translation>
    </message>
    <message>
        <source>A name has no slash.</source>
        <translation>Ein Name hat keinen Schrägstrich.</translation>
    </message>
    <message>
        <source>There is a destination of that name already.</source>
        <translation>Ein Ziel dieses Namens gibt es schon.</translation>
    </message>
    <message>
        <source>Known until Gantry ends; leave empty to keep it</source>
        <translation>Bekannt, bis Gantry endet; leer lassen, um es zu behalten</translation>
    </message>
</context>
<context>
    <name>gantry::DestinationsDialog</name>
    <message>
        <source>Destinations</source>
        <translation>Ziele</translation>
    </message>
    <message>
        <source>%1
%2</source>
        <comment>name of a destination, below it its kind</comment>
        <translation>%1
%2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>name of a destination, its kind</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>a name and a number that tells it from another</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>New destination</source>
        <translation>Neues Ziel</translation>
    </message>
    <message>
        <source>Save and &amp;test</source>
        <translation>Speichern und &amp;testen</translation>
    </message>
    <message>
        <source>&amp;Test connection</source>
        <translation>Verbindung &amp;testen</translation>
    </message>
    <message>
        <source>the new destination</source>
        <translation>das neue Ziel</translation>
    </message>
    <message>
        <source>Save the changes to %1?</source>
        <translation>Änderungen an %1 speichern?</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>&amp;Verwerfen</translation>
    </message>
    <message>
        <source>&amp;Keep editing</source>
        <translation>&amp;Weiter bearbeiten</translation>
    </message>
    <message>
        <source>The program is about to end.</source>
        <translation>Das Programm wird gleich beendet.</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Gespeichert.</translation>
    </message>
    <message>
        <source>%1 copy</source>
        <comment>the name of a copied destination</comment>
        <translation>%1 Kopie</translation>
    </message>
    <message>
        <source>Secrets are not copied: type them again.</source>
        <translation>Geheimnisse werden nicht kopiert: Geben Sie sie noch einmal ein.</translation>
    </message>
    <message>
        <source>Remove %1? Its stored secrets go too. What was uploaded there stays there.</source>
        <translation>%1 entfernen? Die dazu gespeicherten Geheimnisse gehen mit. Was dorthin hochgeladen wurde, bleibt dort.</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>&amp;Keep it</source>
        <translation>&amp;Behalten</translation>
    </message>
    <message>
        <source>The test was interrupted, because the destination was changed. Test again.</source>
        <translation>Der Test wurde unterbrochen, weil das Ziel geändert wurde. Testen Sie noch einmal.</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>S&amp;chließen</translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>&amp;Hinzufügen</translation>
    </message>
    <message>
        <source>D&amp;uplicate</source>
        <translation>&amp;Duplizieren</translation>
    </message>
    <message>
        <source>Re&amp;move</source>
        <translation>Ent&amp;fernen</translation>
    </message>
    <message>
        <source>A destination is a place to upload to. There is none yet.</source>
        <translation>Ein Ziel ist ein Ort, zu dem hochgeladen wird. Es gibt noch keines.</translation>
    </message>
    <message>
        <source>Add a &amp;destination</source>
        <translation>Ziel &amp;hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Unfinished uploads…</source>
        <translation>&amp;Unfertige Uploads …</translation>
    </message>
</context>
<context>
    <name>gantry::DetailPane</name>
    <message>
        <source>&amp;Parts</source>
        <translation>&amp;Teile</translation>
    </message>
    <message>
        <source>&amp;Speed</source>
        <translation>T&amp;empo</translation>
    </message>
    <message>
        <source>&amp;Log</source>
        <translation>&amp;Protokoll</translation>
    </message>
    <message>
        <source>&amp;Details</source>
        <translation>Detai&amp;ls</translation>
    </message>
    <message>
        <source>Choose an upload to see its parts, its speed and its log.</source>
        <translation>Wählen Sie einen Upload, um seine Teile, sein Tempo und sein Protokoll zu sehen.</translation>
    </message>
    <message>
        <source>%1 of %2 stored</source>
        <comment>sizes</comment>
        <translation>%1 von %2 gespeichert</translation>
    </message>
    <message>
        <source>Facts about the upload</source>
        <translation>Angaben zum Upload</translation>
    </message>
    <message numerus="yes">
        <source>%Ln upload(s) chosen, %1 in all. One of them:</source>
        <extracomment>Above the name of one of them, with its details. %1 is a size.</extracomment>
        <translation>
            <numerusform>%Ln Upload gewählt, insgesamt %1. Einer davon:</numerusform>
            <numerusform>%Ln Uploads gewählt, insgesamt %1. Einer davon:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gantry::DropOverlay</name>
    <message>
        <source>Add a destination first</source>
        <translation>Fügen Sie zuerst ein Ziel hinzu</translation>
    </message>
    <message>
        <source>Drop to choose a destination</source>
        <translation>Ablegen, um ein Ziel zu wählen</translation>
    </message>
    <message>
        <source>Drop to upload to %1</source>
        <translation>Ablegen, um zu %1 hochzuladen</translation>
    </message>
</context>
<context>
    <name>gantry::EmptyState</name>
    <message>
        <source>Where should your files go?</source>
        <translation>Wohin sollen Ihre Dateien?</translation>
    </message>
    <message>
        <source>Gantry sends large files to a destination, carries on after every interruption, and proves that they arrived.</source>
        <translation>Gantry sendet große Dateien zu einem Ziel, macht nach jeder Unterbrechung weiter und beweist, dass sie angekommen sind.</translation>
    </message>
    <message>
        <source>The local service is a small upload service on this computer. It keeps what you send in the folder “Gantry uploads” of your home folder, so you can try everything without a server.</source>
        <translation>Der lokale Dienst ist ein kleiner Upload-Dienst auf diesem Rechner. Er bewahrt, was Sie senden, im Ordner „Gantry uploads“ Ihres persönlichen Ordners auf; so können Sie alles ohne Server ausprobieren.</translation>
    </message>
    <message>
        <source>&amp;Add a destination…</source>
        <translation>Ziel &amp;hinzufügen…</translation>
    </message>
    <message>
        <source>Starting the local service…</source>
        <translation>Der lokale Dienst wird gestartet…</translation>
    </message>
    <message>
        <source>&amp;Try it with a local service</source>
        <translation>Mit einem lokalen Dienst &amp;ausprobieren</translation>
    </message>
</context>
<context>
    <name>gantry::Endpoint</name>
    <message>
        <source>The destination answers in pieces without end.</source>
        <translation>Das Ziel antwortet in Stücken ohne Ende.</translation>
    </message>
    <message>
        <source>The secret of %1 is not there: it was kept in memory only, or never given. Give it again in the destination&apos;s settings.</source>
        <translation>Das Geheimnis von %1 ist nicht da: Es lag nur im Arbeitsspeicher oder wurde nie angegeben. Geben Sie es in den Einstellungen des Ziels neu an.</translation>
    </message>
</context>
<context>
    <name>gantry::EngineCore</name>
    <message>
        <source>There is no kind of destination named %1. Known: %2.</source>
        <translation>Es gibt keine Zielart namens %1. Bekannt: %2.</translation>
    </message>
    <message>
        <source>A destination has a name, without a slash.</source>
        <translation>Ein Ziel hat einen Namen, ohne Schrägstrich.</translation>
    </message>
    <message>
        <source>At least one part at a time has to be allowed.</source>
        <translation>Mindestens ein Teil gleichzeitig muss erlaubt sein.</translation>
    </message>
    <message>
        <source>A destination of kind %1 needs: %2.</source>
        <translation>Ein Ziel der Art %1 braucht: %2.</translation>
    </message>
    <message>
        <source>There is no destination %1.</source>
        <translation>Es gibt kein Ziel %1.</translation>
    </message>
    <message>
        <source>Unfinished uploads go to %1, for example %2. Cancel or finish them first.</source>
        <translation>Unfertige Uploads gehen zu %1, zum Beispiel %2. Brechen Sie diese zuerst ab oder lassen Sie sie fertig werden.</translation>
    </message>
    <message>
        <source>%1 still has to confirm that it freed cancelled uploads. Try again later.</source>
        <translation>%1 muss noch bestätigen, dass es abgebrochene Uploads freigegeben hat. Versuchen Sie es später noch einmal.</translation>
    </message>
    <message>
        <source>The engine was stopped before it had started.</source>
        <translation>Die Engine wurde angehalten, bevor sie gestartet war.</translation>
    </message>
    <message>
        <source>The destination %1 does not tell what is unfinished there: only S3 stores do.</source>
        <translation>Das Ziel %1 sagt nicht, was dort unfertig liegt: Das tun nur S3-Speicher.</translation>
    </message>
    <message>
        <source>An upload of this queue continues %1. Cancel that upload instead.</source>
        <translation>Ein Upload dieser Liste setzt %1 fort. Brechen Sie stattdessen diesen ab.</translation>
    </message>
    <message>
        <source>The destination has not confirmed yet that it freed the stored parts; this is tried again until it does.</source>
        <translation>Das Ziel hat noch nicht bestätigt, dass es die gespeicherten Teile freigegeben hat; das wird wiederholt, bis es das tut.</translation>
    </message>
    <message>
        <source>Unfinished uploads can be ended after 1 to %1 days.</source>
        <translation>Unfertige Uploads können nach 1 bis %1 Tagen beendet werden.</translation>
    </message>
    <message>
        <source>The answer makes no sense.</source>
        <translation>Die Antwort ergibt keinen Sinn.</translation>
    </message>
    <message>
        <source>a name at the destination neither is empty nor begins or ends with a slash</source>
        <translation>ein Name am Ziel ist nicht leer und beginnt und endet nicht mit einem Schrägstrich</translation>
    </message>
    <message>
        <source>a name at the destination is at most 1024 bytes long</source>
        <translation>ein Name am Ziel ist höchstens 1024 Byte lang</translation>
    </message>
    <message>
        <source>a name at the destination has no NUL character</source>
        <translation>ein Name am Ziel enthält kein NUL-Zeichen</translation>
    </message>
    <message>
        <source>a name at the destination has no empty part, no . and no ..</source>
        <translation>ein Name am Ziel hat keinen leeren Abschnitt, kein . und kein ..</translation>
    </message>
    <message>
        <source>There is no upload %1.</source>
        <translation>Es gibt keinen Upload %1.</translation>
    </message>
    <message>
        <source>The destination %1 is of a kind that this version does not know.</source>
        <translation>Das Ziel %1 ist von einer Art, die diese Version nicht kennt.</translation>
    </message>
    <message>
        <source>%1 cannot be sent: %2.</source>
        <translation>%1 kann nicht gesendet werden: %2.</translation>
    </message>
    <message>
        <source>Cancelled. The destination has not confirmed yet that it freed the stored parts; this is tried again until it does.</source>
        <translation>Abgebrochen. Das Ziel hat noch nicht bestätigt, dass es die gespeicherten Teile freigegeben hat; das wird wiederholt, bis es das tut.</translation>
    </message>
    <message>
        <source>Upload %1 is being completed. Remove it when that has ended.</source>
        <translation>Upload %1 wird gerade abgeschlossen. Entfernen Sie ihn, wenn das beendet ist.</translation>
    </message>
    <message>
        <source>Upload %1 does not wait for a decision.</source>
        <translation>Upload %1 wartet auf keine Entscheidung.</translation>
    </message>
    <message>
        <source>The file changed: it is sent from its beginning.</source>
        <translation>Die Datei hat sich geändert: Sie wird von Anfang an gesendet.</translation>
    </message>
    <message>
        <source>The credentials of a destination of kind %1 cannot come from there: keep them in the keychain, a private file, or memory.</source>
        <translation>Die Zugangsdaten eines Ziels der Art %1 können nicht von dort kommen: Bewahren Sie sie im Schlüsselbund, in einer privaten Datei oder im Arbeitsspeicher auf.</translation>
    </message>
    <message>
        <source>%1 The secret of %2 is kept in memory until Gantry ends, and asked for again at the next start.</source>
        <translation>%1 Das Geheimnis von %2 bleibt im Arbeitsspeicher, bis Gantry endet; beim nächsten Start wird neu danach gefragt.</translation>
    </message>
    <message>
        <source>The same file was added again from another place: that upload continues this one.</source>
        <translation>Dieselbe Datei wurde von einem anderen Ort noch einmal hinzugefügt: Jener Upload setzt diesen fort.</translation>
    </message>
    <message>
        <source>%1 refuses to end what was cancelled there: it stays.</source>
        <translation>%1 weigert sich, das dort Abgebrochene zu beenden: Es bleibt liegen.</translation>
    </message>
    <message>
        <source>This queue continues or ends the unfinished upload %1 already.</source>
        <translation>Diese Warteschlange setzt den unfertigen Upload %1 schon fort oder beendet ihn schon.</translation>
    </message>
    <message>
        <source>Upload %1 of the queue sends this file to that name already. Cancel it first.</source>
        <translation>Upload %1 der Warteschlange sendet diese Datei schon unter diesem Namen. Brechen Sie ihn zuerst ab.</translation>
    </message>
    <message>
        <source>Two files cannot continue the same unfinished upload %1.</source>
        <translation>Zwei Dateien können nicht denselben unfertigen Upload %1 fortsetzen.</translation>
    </message>
    <message>
        <source>%1 Upload %2 cannot go on without it, so nothing was changed. Set it up again, or remove the upload.</source>
        <translation>%1 Upload %2 kann ohne das Ziel nicht weitergehen, deshalb wurde nichts geändert. Richten Sie es wieder ein, oder entfernen Sie den Upload.</translation>
    </message>
</context>
<context>
    <name>gantry::EngineHost</name>
    <message>
        <source>The engine did not start.</source>
        <translation>Die Engine ist nicht gestartet.</translation>
    </message>
</context>
<context>
    <name>gantry::FactsPage</name>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Destination</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Name there</source>
        <translation>Name dort</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>Teile</translation>
    </message>
    <message>
        <source>Verification</source>
        <translation>Nachweis</translation>
    </message>
    <message>
        <source>ETag</source>
        <translation>ETag</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>Fingerabdruck</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>Hinzugefügt</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Fertig seit</translation>
    </message>
    <message>
        <source>Last trouble</source>
        <translation>Letzte Störung</translation>
    </message>
    <message>
        <source>Open &amp;folder</source>
        <translation>&amp;Ordner öffnen</translation>
    </message>
    <message>
        <source>&amp;Copy all</source>
        <translation>Alles &amp;kopieren</translation>
    </message>
    <message>
        <source>Sent by this run</source>
        <translation>In diesem Lauf gesendet</translation>
    </message>
    <message>
        <source>Show the folder of the file in the file manager</source>
        <translation>Den Ordner der Datei im Dateimanager zeigen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a fact&apos;s name: its value</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>25.3 GB (25,341,120,512 bytes)</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 of %2 stored, %3 each</source>
        <comment>3: a size</comment>
        <translation>%1 von %2 gespeichert, je %3</translation>
    </message>
    <message>
        <source>Not yet: the stored file is compared when all is there</source>
        <translation>Noch nicht: Die gespeicherte Datei wird verglichen, wenn alles da ist</translation>
    </message>
    <message>
        <source>%1, opened %2</source>
        <comment>a session and a date</comment>
        <translation>%1, geöffnet %2</translation>
    </message>
    <message>
        <source>Kept until</source>
        <comment>by the server, while it is unfinished</comment>
        <translation>Aufbewahrt bis</translation>
    </message>
    <message>
        <source>One, the whole file</source>
        <translation>Einer, die ganze Datei</translation>
    </message>
</context>
<context>
    <name>gantry::FieldRow</name>
    <message>
        <source>%1 %2</source>
        <comment>what is wrong with a field, then its help</comment>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>gantry::FileWalk::Search</name>
    <message>
        <source>there is no such file</source>
        <translation>diese Datei gibt es nicht</translation>
    </message>
    <message>
        <source>a link to something that is not there</source>
        <translation>ein Verweis auf etwas, das nicht da ist</translation>
    </message>
    <message>
        <source>a link that leads nowhere: %1</source>
        <translation>ein Verweis, der nirgendwohin führt: %1</translation>
    </message>
    <message>
        <source>it cannot be read: %1</source>
        <translation>nicht lesbar: %1</translation>
    </message>
    <message>
        <source>its name is not UTF-8</source>
        <translation>der Name ist nicht UTF-8</translation>
    </message>
    <message>
        <source>its name at the destination would be longer than %1 bytes</source>
        <translation>sein Name am Ziel wäre länger als %1 Byte</translation>
    </message>
    <message>
        <source>another of these files would get the same name, %1</source>
        <translation>eine andere dieser Dateien bekäme denselben Namen, %1</translation>
    </message>
    <message>
        <source>the folder cannot be read: %1</source>
        <translation>der Ordner kann nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>the folder cannot be read to its end: %1</source>
        <translation>der Ordner kann nicht bis zum Ende gelesen werden: %1</translation>
    </message>
</context>
<context>
    <name>gantry::Intake</name>
    <message>
        <source>The engine stopped.</source>
        <translation>Die Engine hat angehalten.</translation>
    </message>
</context>
<context>
    <name>gantry::IntakePanel</name>
    <message>
        <source>Stopped. No file was added.</source>
        <translation>Angehalten. Keine Datei wurde hinzugefügt.</translation>
    </message>
    <message>
        <source>There are no files in %1.</source>
        <translation>In %1 sind keine Dateien.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) added to %1.</source>
        <translation>
            <numerusform>%Ln Datei zu %1 hinzugefügt.</numerusform>
            <numerusform>%Ln Dateien zu %1 hinzugefügt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln of them were already queued or unfinished: they continue.</source>
        <translation>
            <numerusform>%Ln davon war schon in der Warteschlange oder unfertig: Sie geht weiter.</numerusform>
            <numerusform>%Ln davon waren schon in der Warteschlange oder unfertig: Sie gehen weiter.</numerusform>
        </translation>
    </message>
    <message>
        <source>Then it was stopped: the others were not added.</source>
        <translation>Dann wurde angehalten: Die anderen wurden nicht hinzugefügt.</translation>
    </message>
    <message>
        <source>The others could not be added: %1</source>
        <translation>Die anderen konnten nicht hinzugefügt werden: %1</translation>
    </message>
    <message>
        <source>Nothing could be added: %1</source>
        <translation>Nichts konnte hinzugefügt werden: %1</translation>
    </message>
    <message numerus="yes">
        <source>%1 and %Ln more</source>
        <extracomment>A file or folder, and how many there are beside it.</extracomment>
        <translation>
            <numerusform>%1 und %Ln weitere</numerusform>
            <numerusform>%1 und %Ln weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Not possible: %1</source>
        <translation>Nicht möglich: %1</translation>
    </message>
    <message>
        <source>Hide list</source>
        <translation>Liste ausblenden</translation>
    </message>
    <message>
        <source>Show list</source>
        <translation>Liste zeigen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message numerus="yes">
        <source>Add a destination first: then %Ln item(s) that you gave can be uploaded.</source>
        <translation>
            <numerusform>Fügen Sie zuerst ein Ziel hinzu: Dann kann %Ln Eintrag, den Sie angegeben haben, hochgeladen werden.</numerusform>
            <numerusform>Fügen Sie zuerst ein Ziel hinzu: Dann können %Ln Einträge, die Sie angegeben haben, hochgeladen werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Add a destination…</source>
        <translation>Ziel hinzufügen…</translation>
    </message>
    <message numerus="yes">
        <source>Looking through %1 … %Ln file(s)</source>
        <extracomment>While folders are searched; %1 is a file or folder, or several.</extracomment>
        <translation>
            <numerusform>%1 wird durchsucht … %Ln Datei</numerusform>
            <numerusform>%1 wird durchsucht … %Ln Dateien</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln file(s), %2</source>
        <extracomment>%1 is a file or folder, or several; %2 a size.</extracomment>
        <translation>
            <numerusform>%1: %Ln Datei, %2</numerusform>
            <numerusform>%1: %Ln Dateien, %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Upload %Ln file(s)</source>
        <translation>
            <numerusform>%Ln Datei hochladen</numerusform>
            <numerusform>%Ln Dateien hochladen</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing here can be sent.</source>
        <translation>Hiervon kann nichts gesendet werden.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln thing(s) cannot be sent.</source>
        <translation>
            <numerusform>%Ln Eintrag kann nicht gesendet werden.</numerusform>
            <numerusform>%Ln Einträge können nicht gesendet werden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Upload the other %Ln file(s)</source>
        <translation>
            <numerusform>Die andere %Ln Datei hochladen</numerusform>
            <numerusform>Die anderen %Ln Dateien hochladen</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>Wird angehalten …</translation>
    </message>
    <message numerus="yes">
        <source>Adding %Ln file(s) to %1 …</source>
        <translation>
            <numerusform>%Ln Datei wird zu %1 hinzugefügt …</numerusform>
            <numerusform>%Ln Dateien werden zu %1 hinzugefügt …</numerusform>
        </translation>
    </message>
    <message>
        <source>Copy &amp;list</source>
        <translation>&amp;Liste kopieren</translation>
    </message>
    <message>
        <source>Files added</source>
        <translation>Dateien hinzugefügt</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>Close this notice</source>
        <translation>Diesen Hinweis schließen</translation>
    </message>
    <message>
        <source>for example: project/day 1</source>
        <translation>zum Beispiel: projekt/tag 1</translation>
    </message>
    <message>
        <source>&amp;Folder at the destination:</source>
        <translation>O&amp;rdner am Ziel:</translation>
    </message>
    <message>
        <source>Upload &amp;to:</source>
        <translation>Hochladen &amp;zu:</translation>
    </message>
    <message>
        <source>&amp;Options</source>
        <translation>&amp;Optionen</translation>
    </message>
</context>
<context>
    <name>gantry::Journal::Worker</name>
    <message>
        <source>The journal %1 cannot be opened</source>
        <translation>Das Journal %1 kann nicht geöffnet werden</translation>
    </message>
    <message>
        <source>the file system of this folder cannot hold a write-ahead log; use a local folder</source>
        <translation>das Dateisystem dieses Ordners kann kein Write-ahead-Log halten; nehmen Sie einen lokalen Ordner</translation>
    </message>
    <message>
        <source>The journal %1 cannot be read</source>
        <translation>Das Journal %1 kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>The journal %1 cannot be written</source>
        <translation>Das Journal %1 kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>The journal %1 is not open.</source>
        <translation>Das Journal %1 ist nicht offen.</translation>
    </message>
</context>
<context>
    <name>gantry::KeychainSecretStore</name>
    <message>
        <source>The keychain is no longer asked.</source>
        <translation>Der Schlüsselbund wird nicht mehr gefragt.</translation>
    </message>
</context>
<context>
    <name>gantry::KindFields</name>
    <message>
        <source>%1 (required)</source>
        <comment>a field</comment>
        <translation>%1 (erforderlich)</translation>
    </message>
    <message>
        <source>%1 (optional)</source>
        <comment>a field</comment>
        <translation>%1 (optional)</translation>
    </message>
    <message>
        <source>This is needed.</source>
        <translation>Das wird gebraucht.</translation>
    </message>
    <message>
        <source>This is no address. It looks like https://uploads.example.com.</source>
        <translation>Das ist keine Adresse. Sie sieht so aus: https://uploads.example.com.</translation>
    </message>
    <message>
        <source>Remove what is stored</source>
        <translation>Gespeichertes entfernen</translation>
    </message>
    <message>
        <source>Remove what is stored: %1</source>
        <comment>a field</comment>
        <translation>Gespeichertes entfernen: %1</translation>
    </message>
    <message>
        <source>Goes when you save</source>
        <translation>Wird beim Speichern entfernt</translation>
    </message>
    <message>
        <source>%1: unit</source>
        <comment>a field for a size</comment>
        <translation>%1: Einheit</translation>
    </message>
</context>
<context>
    <name>gantry::LaneCall</name>
    <message>
        <source>The request has no source for its body.</source>
        <translation>Der Anfrage fehlt die Quelle ihres Inhalts.</translation>
    </message>
</context>
<context>
    <name>gantry::LanePool</name>
    <message>
        <source>The request was cancelled before it was sent.</source>
        <translation>Die Anfrage wurde abgebrochen, bevor sie gesendet war.</translation>
    </message>
</context>
<context>
    <name>gantry::LocalService</name>
    <message>
        <source>The program gantry-service was found neither beside Gantry nor in the PATH. Install it, or add a destination of your own.</source>
        <translation>Das Programm gantry-service wurde weder neben Gantry noch im PATH gefunden. Installieren Sie es oder fügen Sie ein eigenes Ziel hinzu.</translation>
    </message>
    <message>
        <source>%1 cannot be run: %2.</source>
        <translation>%1 kann nicht ausgeführt werden: %2.</translation>
    </message>
    <message>
        <source>The local service could not make a token.</source>
        <translation>Der lokale Dienst konnte kein Token anlegen.</translation>
    </message>
    <message>
        <source>The local service does not start.</source>
        <translation>Der lokale Dienst startet nicht.</translation>
    </message>
    <message>
        <source>The local service ended again and again.</source>
        <translation>Der lokale Dienst endete immer wieder.</translation>
    </message>
    <message>
        <source>The local service does not answer.</source>
        <translation>Der lokale Dienst antwortet nicht.</translation>
    </message>
    <message>
        <source>%1 Its log is %2.</source>
        <comment>a sentence; a path</comment>
        <translation>%1 Sein Protokoll ist %2.</translation>
    </message>
    <message>
        <source>%1 It says: %2. Its log is %3.</source>
        <comment>a sentence; another program&apos;s last words; a path</comment>
        <translation>%1 Es meldet: %2. Sein Protokoll ist %3.</translation>
    </message>
</context>
<context>
    <name>gantry::LogPage</name>
    <message>
        <source>&amp;Copy all</source>
        <translation>Alles &amp;kopieren</translation>
    </message>
    <message>
        <source>Nothing has happened to this upload since the program started.</source>
        <translation>Seit dem Start des Programms ist mit diesem Upload nichts geschehen.</translation>
    </message>
    <message>
        <source>Log of this upload</source>
        <translation>Protokoll dieses Uploads</translation>
    </message>
</context>
<context>
    <name>gantry::MainWindow</name>
    <message>
        <source>Drop files or folders here to upload them</source>
        <translation>Dateien oder Ordner hier ablegen, um sie hochzuladen</translation>
    </message>
    <message>
        <source>No uploads here</source>
        <translation>Hier sind keine Uploads</translation>
    </message>
    <message>
        <source>No upload matches “%1”</source>
        <translation>Kein Upload passt zu „%1“</translation>
    </message>
    <message numerus="yes">
        <source>%n upload(s) removed from the queue.</source>
        <translation>
            <numerusform>%n Upload aus der Warteschlange entfernt.</numerusform>
            <numerusform>%n Uploads aus der Warteschlange entfernt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message numerus="yes">
        <source>Cancel %n upload(s)? %1 that the store already has will be given up. The files stay where they are.</source>
        <translation>
            <numerusform>%n Upload abbrechen? %1, die der Speicher schon hat, werden aufgegeben. Die Datei bleibt, wo sie ist.</numerusform>
            <numerusform>%n Uploads abbrechen? %1, die der Speicher schon hat, werden aufgegeben. Die Dateien bleiben, wo sie sind.</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel uploads</source>
        <translation>Uploads abbrechen</translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Add &amp;files…</source>
        <translation>&amp;Dateien hinzufügen…</translation>
    </message>
    <message>
        <source>Add files</source>
        <translation>Dateien hinzufügen</translation>
    </message>
    <message>
        <source>Add f&amp;older…</source>
        <translation>&amp;Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>Add folder</source>
        <translation>Ordner hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Undo removal</source>
        <translation>Entfernen &amp;rückgängig machen</translation>
    </message>
    <message>
        <source>&amp;Destinations…</source>
        <translation>&amp;Ziele…</translation>
    </message>
    <message>
        <source>Destinations</source>
        <translation>Ziele</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Paste file paths</source>
        <translation>Datei&amp;pfade einfügen</translation>
    </message>
    <message>
        <source>&amp;Settings…</source>
        <translation>&amp;Einstellungen…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>&amp;Alles auswählen</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>&amp;Suchen</translation>
    </message>
    <message>
        <source>&amp;Upload</source>
        <translation>&amp;Upload</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Sidebar</source>
        <translation>&amp;Seitenleiste</translation>
    </message>
    <message>
        <source>&amp;Details</source>
        <translation>Detai&amp;ls</translation>
    </message>
    <message>
        <source>&amp;Compact rows</source>
        <translation>&amp;Enge Zeilen</translation>
    </message>
    <message>
        <source>&amp;Roomy rows</source>
        <translation>&amp;Weite Zeilen</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;About Gantry</source>
        <translation>&amp;Über Gantry</translation>
    </message>
    <message>
        <source>Toolbar</source>
        <translation>Werkzeugleiste</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search the queue</source>
        <translation>Warteschlange durchsuchen</translation>
    </message>
    <message>
        <source>About Gantry</source>
        <translation>Über Gantry</translation>
    </message>
    <message>
        <source>Gantry %1</source>
        <translation>Gantry %1</translation>
    </message>
    <message>
        <source>Uploads very large files over links that fail, and proves that they arrived.

Free software under the GNU General Public License, version 3 or later.</source>
        <translation>Lädt sehr große Dateien über Verbindungen hoch, die abreißen, und beweist, dass sie angekommen sind.

Freie Software unter der GNU General Public License, Version 3 oder neuer.</translation>
    </message>
    <message>
        <source>Add files with &amp;options…</source>
        <translation>Dateien mit O&amp;ptionen hinzufügen…</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Suche leeren</translation>
    </message>
    <message>
        <source>The file that is to become %1</source>
        <translation>Die Datei, die zu %1 werden soll</translation>
    </message>
</context>
<context>
    <name>gantry::NoticeBar</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Close this notice</source>
        <translation>Diesen Hinweis schließen</translation>
    </message>
</context>
<context>
    <name>gantry::OrphanSurvey</name>
    <message>
        <source>The answer makes no sense.</source>
        <translation>Die Antwort ergibt keinen Sinn.</translation>
    </message>
</context>
<context>
    <name>gantry::Parser</name>
    <message>
        <source>Line %1 of %2 is not text.</source>
        <translation>Zeile %1 von %2 ist kein Text.</translation>
    </message>
    <message>
        <source>Line %1 of %2 is neither [a profile] nor NAME = VALUE. Mend or remove it.</source>
        <translation>Zeile %1 von %2 ist weder [ein Profil] noch NAME = WERT. Berichtigen oder entfernen Sie sie.</translation>
    </message>
    <message>
        <source>Line %1 of %2 belongs to no profile: a line such as [default] is missing above.</source>
        <translation>Zeile %1 von %2 gehört zu keinem Profil: Darüber fehlt eine Zeile wie [default].</translation>
    </message>
    <message>
        <source>Line %1 of %2 is no profile&apos;s name in square brackets. Mend or remove it.</source>
        <translation>Zeile %1 von %2 ist kein Name eines Profils in eckigen Klammern. Berichtigen oder entfernen Sie sie.</translation>
    </message>
</context>
<context>
    <name>gantry::PartFlow</name>
    <message>
        <source>The store&apos;s answer to a part makes no sense.</source>
        <translation>Die Antwort des Speichers auf einen Teil ergibt keinen Sinn.</translation>
    </message>
    <message>
        <source>The store answered another checksum for part %1 than the bytes that were sent have. The link, a proxy or the store damages data: retry, and tell its administrator.</source>
        <translation>Der Speicher hat für Teil %1 eine andere Prüfsumme gemeldet, als die gesendeten Bytes haben. Die Verbindung, ein Proxy oder der Speicher beschädigt Daten: Versuchen Sie es noch einmal und sagen Sie es dem Verwalter.</translation>
    </message>
    <message>
        <source>The service gives no usable addresses for the parts that are missing.</source>
        <translation>Der Dienst gibt für die fehlenden Teile keine brauchbaren Adressen.</translation>
    </message>
    <message>
        <source>The destination&apos;s answer to the beginning of a part makes no sense.</source>
        <translation>Die Antwort des Ziels auf den Beginn eines Teils ergibt keinen Sinn.</translation>
    </message>
    <message>
        <source>The destination lost what it had taken at last: that is sent again.</source>
        <translation>Das Ziel hat verloren, was es zuletzt angenommen hatte: Das wird noch einmal gesendet.</translation>
    </message>
    <message>
        <source>The destination answered that it took nothing of what was sent.</source>
        <translation>Das Ziel hat geantwortet, dass es nichts vom Gesendeten angenommen hat.</translation>
    </message>
    <message>
        <source>The destination lost part %1 of this upload again and again: it may remove unfinished uploads too soon. Ask its administrator, then retry.</source>
        <translation>Das Ziel hat Teil %1 dieses Uploads immer wieder verloren: Vielleicht entfernt es unfertige Uploads zu früh. Fragen Sie den Verwalter und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>The destination does not know a part of this unfinished upload any more: it is sent again.</source>
        <translation>Das Ziel kennt einen Teil dieses unfertigen Uploads nicht mehr: Er wird noch einmal gesendet.</translation>
    </message>
    <message>
        <source>The destination does not know it any more.</source>
        <translation>Das Ziel kennt ihn nicht mehr.</translation>
    </message>
</context>
<context>
    <name>gantry::PartsGrid</name>
    <message>
        <source>Parts</source>
        <translation>Teile</translation>
    </message>
    <message>
        <source>The parts are shown here as soon as they are planned.</source>
        <translation>Die Teile werden hier gezeigt, sobald sie geplant sind.</translation>
    </message>
</context>
<context>
    <name>gantry::PartsLegend</name>
    <message>
        <source>%1: %2</source>
        <comment>state of parts: how many</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>sent again</source>
        <comment>parts</comment>
        <translation>erneut gesendet</translation>
    </message>
</context>
<context>
    <name>gantry::PartsPage</name>
    <message>
        <source>Smaller cells (−)</source>
        <translation>Kleinere Zellen (−)</translation>
    </message>
    <message>
        <source>Fit</source>
        <comment>zoom: all parts in sight</comment>
        <translation>Einpassen</translation>
    </message>
    <message>
        <source>All parts in sight (0)</source>
        <translation>Alle Teile im Blick (0)</translation>
    </message>
    <message>
        <source>Larger cells (+)</source>
        <translation>Größere Zellen (+)</translation>
    </message>
    <message>
        <source>Copied what is known of part %1</source>
        <translation>Was über Teil %1 bekannt ist, wurde kopiert</translation>
    </message>
</context>
<context>
    <name>gantry::PathEdit</name>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>Datei wählen</translation>
    </message>
    <message>
        <source>Give the whole path, beginning with /.</source>
        <translation>Geben Sie den ganzen Pfad an; er beginnt mit /.</translation>
    </message>
</context>
<context>
    <name>gantry::ProblemList</name>
    <message>
        <source>What cannot be sent</source>
        <translation>Was nicht gesendet werden kann</translation>
    </message>
</context>
<context>
    <name>gantry::ProblemModel</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>File or folder</source>
        <translation>Datei oder Ordner</translation>
    </message>
    <message>
        <source>Why it cannot be sent</source>
        <translation>Warum es nicht gesendet werden kann</translation>
    </message>
</context>
<context>
    <name>gantry::ProtocolBackend</name>
    <message>
        <source>the right to begin an upload</source>
        <translation>das Recht, einen Upload zu beginnen</translation>
    </message>
    <message>
        <source>the right to list unfinished uploads</source>
        <translation>das Recht, unfertige Uploads aufzulisten</translation>
    </message>
    <message>
        <source>the right to end an upload</source>
        <translation>das Recht, einen Upload zu beenden</translation>
    </message>
</context>
<context>
    <name>gantry::QueueActions</name>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pausieren</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
    <message>
        <source>Re&amp;try</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>Re&amp;move from queue</source>
        <translation>Aus der Warteschlange &amp;entfernen</translation>
    </message>
    <message>
        <source>&amp;Start over with the changed file</source>
        <translation>Mit der geänderten Datei neu &amp;beginnen</translation>
    </message>
    <message>
        <source>S&amp;kip the changed file</source>
        <translation>Geänderte Datei übersprin&amp;gen</translation>
    </message>
    <message>
        <source>Move to the &amp;front</source>
        <translation>An den Anfang &amp;stellen</translation>
    </message>
    <message>
        <source>Move to the &amp;end</source>
        <translation>Ans En&amp;de stellen</translation>
    </message>
    <message>
        <source>Open containing &amp;folder</source>
        <translation>&amp;Ordner öffnen</translation>
    </message>
    <message>
        <source>Copy file p&amp;ath</source>
        <translation>Dateipfad &amp;kopieren</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
</context>
<context>
    <name>gantry::QueueDelegate</name>
    <message>
        <source>Start over</source>
        <translation>Neu beginnen</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
</context>
<context>
    <name>gantry::QueueModel</name>
    <message>
        <source>%1
to %2</source>
        <translation>%1
zu %2</translation>
    </message>
    <message>
        <source>%1 of %2 stored</source>
        <translation>%1 von %2 gespeichert</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>Restzeit</translation>
    </message>
    <message>
        <source>Destination</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Vorrang</translation>
    </message>
    <message>
        <source>Added</source>
        <comment>date and time at which an upload was added</comment>
        <translation>Hinzugefügt</translation>
    </message>
</context>
<context>
    <name>gantry::QueueView</name>
    <message>
        <source>Queue of uploads</source>
        <translation>Warteschlange der Uploads</translation>
    </message>
    <message>
        <source>In the order they were added</source>
        <translation>In der Reihenfolge, in der sie kamen</translation>
    </message>
</context>
<context>
    <name>gantry::RateLimitButton</name>
    <message>
        <source>How fast all uploads together may be</source>
        <translation>Wie schnell alle Uploads zusammen sein dürfen</translation>
    </message>
    <message>
        <source>&amp;No limit</source>
        <translation>&amp;Ohne Grenze</translation>
    </message>
    <message>
        <source>&amp;Other limit…</source>
        <translation>&amp;Andere Grenze…</translation>
    </message>
    <message>
        <source>Limit %1</source>
        <comment>a speed</comment>
        <translation>Höchstens %1</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>Ohne Grenze</translation>
    </message>
    <message>
        <source>&amp;Limit to %1</source>
        <comment>a speed</comment>
        <translation>&amp;Höchstens %1</translation>
    </message>
</context>
<context>
    <name>gantry::Reader</name>
    <message>
        <source>%1 holds the unknown value &quot;%2&quot;</source>
        <translation>%1 enthält den unbekannten Wert „%2“</translation>
    </message>
</context>
<context>
    <name>gantry::RemotePort</name>
    <message>
        <source>The running Gantry does not answer.</source>
        <translation>Das laufende Gantry antwortet nicht.</translation>
    </message>
    <message>
        <source>The running Gantry has ended.</source>
        <translation>Das laufende Gantry ist beendet.</translation>
    </message>
    <message>
        <source>The connection was given up.</source>
        <translation>Die Verbindung wurde aufgegeben.</translation>
    </message>
    <message>
        <source>There is no connection to the running Gantry.</source>
        <translation>Zum laufenden Gantry besteht keine Verbindung.</translation>
    </message>
    <message>
        <source>That is too much for one request.</source>
        <translation>Das ist zu viel für eine Anfrage.</translation>
    </message>
    <message>
        <source>The running Gantry (version %1) and this program (version %2) do not understand each other. Quit the running one, or use programs of one version.</source>
        <translation>Das laufende Gantry (Version %1) und dieses Programm (Version %2) verstehen einander nicht. Beenden Sie das laufende oder benutzen Sie Programme einer Version.</translation>
    </message>
    <message>
        <source>The running Gantry sent a message that makes no sense here.</source>
        <translation>Das laufende Gantry hat eine Nachricht geschickt, die hier keinen Sinn ergibt.</translation>
    </message>
</context>
<context>
    <name>gantry::S3Backend</name>
    <message>
        <source>An S3 store cannot do this: %1.</source>
        <translation>Das kann ein S3-Speicher nicht: %1.</translation>
    </message>
</context>
<context>
    <name>gantry::SecretEdit</name>
    <message>
        <source>Hide what you type</source>
        <translation>Eingabe verbergen</translation>
    </message>
    <message>
        <source>Show what you type</source>
        <translation>Eingabe zeigen</translation>
    </message>
</context>
<context>
    <name>gantry::SecretPlace</name>
    <message>
        <source>Environment variable</source>
        <translation>Umgebungsvariable</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>What the secret is read from</source>
        <translation>Woraus das Geheimnis gelesen wird</translation>
    </message>
    <message>
        <source>Read it from (required)</source>
        <translation>Lesen aus (erforderlich)</translation>
    </message>
    <message>
        <source>Where the secret is &amp;kept</source>
        <translation>Wo das Geheimnis &amp;bleibt</translation>
    </message>
    <message>
        <source>Name the variable or the file that holds the secret.</source>
        <translation>Nennen Sie die Variable oder die Datei mit dem Geheimnis.</translation>
    </message>
    <message>
        <source>Give the name of the variable, not the secret itself.</source>
        <translation>Geben Sie den Namen der Variablen an, nicht das Geheimnis selbst.</translation>
    </message>
    <message>
        <source>Nothing: I type it at each start</source>
        <translation>Nichts: Ich gebe es bei jedem Start ein</translation>
    </message>
    <message>
        <source>The usual one</source>
        <translation>Das übliche</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>Pro&amp;file (optional)</source>
        <translation>Pro&amp;fil (optional)</translation>
    </message>
    <message>
        <source>There is no profile yet in ~/.aws/credentials or ~/.aws/config.</source>
        <translation>In ~/.aws/credentials und ~/.aws/config gibt es noch kein Profil.</translation>
    </message>
    <message>
        <source>Left empty: the one that AWS_PROFILE names, else default.</source>
        <translation>Leer: das, welches AWS_PROFILE nennt, sonst default.</translation>
    </message>
</context>
<context>
    <name>gantry::ServiceBackend</name>
    <message>
        <source>The address of an upload service begins with http:// or https:// and names a host.</source>
        <translation>Die Adresse eines Upload-Dienstes beginnt mit http:// oder https:// und nennt einen Rechner.</translation>
    </message>
    <message>
        <source>The address of an upload service has no user name, no ? and no #.</source>
        <translation>Die Adresse eines Upload-Dienstes hat keinen Benutzernamen, kein ? und kein #.</translation>
    </message>
    <message>
        <source>An upload service cannot do this: %1.</source>
        <translation>Ein Upload-Dienst kann das nicht: %1.</translation>
    </message>
</context>
<context>
    <name>gantry::SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Changes count at once.</source>
        <translation>Änderungen gelten sofort.</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>S&amp;chließen</translation>
    </message>
    <message>
        <source>&amp;Files at once</source>
        <translation>&amp;Dateien gleichzeitig</translation>
    </message>
    <message>
        <source>More helps with many small files; with large ones the link is full anyway.</source>
        <translation>Mehr hilft bei vielen kleinen Dateien; bei großen ist die Leitung ohnehin voll.</translation>
    </message>
    <message>
        <source>&amp;Limit the bandwidth to</source>
        <translation>&amp;Bandbreite begrenzen auf</translation>
    </message>
    <message>
        <source>Bandwidth limit</source>
        <translation>Bandbreitengrenze</translation>
    </message>
    <message>
        <source>Unit of the bandwidth limit</source>
        <translation>Einheit der Bandbreitengrenze</translation>
    </message>
    <message>
        <source>KB/s</source>
        <comment>1,000 bytes a second</comment>
        <translation>KB/s</translation>
    </message>
    <message>
        <source>MB/s</source>
        <comment>1,000,000 bytes a second</comment>
        <translation>MB/s</translation>
    </message>
    <message>
        <source>Mbit/s</source>
        <comment>1,000,000 bits a second</comment>
        <translation>Mbit/s</translation>
    </message>
    <message>
        <source>For all uploads together.</source>
        <translation>Für alle Uploads zusammen.</translation>
    </message>
    <message>
        <source>&amp;Destinations…</source>
        <translation>&amp;Ziele…</translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation>Übertragung</translation>
    </message>
    <message>
        <source>As the system</source>
        <comment>theme</comment>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <comment>theme</comment>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <comment>theme</comment>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Roomy</source>
        <comment>rows of the queue</comment>
        <translation>Weit</translation>
    </message>
    <message>
        <source>Compact</source>
        <comment>rows of the queue</comment>
        <translation>Eng</translation>
    </message>
    <message>
        <source>As the system</source>
        <comment>language</comment>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>&amp;Rows of the queue</source>
        <translation>&amp;Zeilen der Warteschlange</translation>
    </message>
    <message>
        <source>L&amp;anguage</source>
        <translation>&amp;Sprache</translation>
    </message>
    <message>
        <source>Counts from the next start of Gantry.</source>
        <translation>Gilt ab dem nächsten Start von Gantry.</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>&amp;State folder</source>
        <translation>Zustands&amp;ordner</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Open the state folder</source>
        <translation>Zustandsordner öffnen</translation>
    </message>
    <message>
        <source>L&amp;og</source>
        <translation>&amp;Protokoll</translation>
    </message>
    <message>
        <source>Open the folder of the log</source>
        <translation>Ordner des Protokolls öffnen</translation>
    </message>
    <message>
        <source>Secrets are struck out of it.</source>
        <translation>Geheimnisse sind darin gestrichen.</translation>
    </message>
    <message>
        <source>A number from 1 to %1.</source>
        <translation>Eine Zahl von 1 bis %1.</translation>
    </message>
    <message>
        <source>A number from %1 to %2.</source>
        <translation>Eine Zahl von %1 bis %2.</translation>
    </message>
    <message>
        <source>The program is about to end.</source>
        <translation>Das Programm wird gleich beendet.</translation>
    </message>
    <message>
        <source>How many parts of one file go at once, and how stored parts are checked, are set for each destination.</source>
        <translation>Wie viele Teile einer Datei gleichzeitig gehen und wie gespeicherte Teile geprüft werden, wird für jedes Ziel eingestellt.</translation>
    </message>
    <message>
        <source>The queue and what is known of unfinished uploads. Leave its files alone while Gantry runs. GANTRY_STATE_DIR names another one.</source>
        <translation>Die Warteschlange und was über unfertige Uploads bekannt ist. Rühren Sie seine Dateien nicht an, während Gantry läuft. GANTRY_STATE_DIR nennt einen anderen.</translation>
    </message>
</context>
<context>
    <name>gantry::Sidebar</name>
    <message>
        <source>Which uploads are shown</source>
        <translation>Welche Uploads gezeigt werden</translation>
    </message>
    <message>
        <source>All</source>
        <comment>uploads</comment>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Destinations</source>
        <translation>Ziele</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n upload(s)</source>
        <translation>
            <numerusform>%1, %n Upload</numerusform>
            <numerusform>%1, %n Uploads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gantry::SizeEdit</name>
    <message>
        <source>GiB</source>
        <comment>2^30 bytes</comment>
        <translation>GiB</translation>
    </message>
    <message>
        <source>MiB</source>
        <comment>2^20 bytes</comment>
        <translation>MiB</translation>
    </message>
    <message>
        <source>KiB</source>
        <comment>2^10 bytes</comment>
        <translation>KiB</translation>
    </message>
    <message>
        <source>bytes</source>
        <comment>unit</comment>
        <translation>Byte</translation>
    </message>
    <message>
        <source>Give a whole number, or leave it empty.</source>
        <translation>Geben Sie eine ganze Zahl an oder lassen Sie es leer.</translation>
    </message>
</context>
<context>
    <name>gantry::SpeedPlot</name>
    <message>
        <source>Speed of the last ten minutes</source>
        <translation>Tempo der letzten zehn Minuten</translation>
    </message>
    <message>
        <source>nothing</source>
        <comment>a speed</comment>
        <translation>nichts</translation>
    </message>
    <message>
        <source>Now: this upload %1, all uploads %2. Highest in ten minutes: %3.</source>
        <translation>Jetzt: dieser Upload %1, alle Uploads %2. Höchstes in zehn Minuten: %3.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a curve: its speed now</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>This upload</source>
        <translation>Dieser Upload</translation>
    </message>
    <message>
        <source>All uploads</source>
        <translation>Alle Uploads</translation>
    </message>
    <message>
        <source>Sent again</source>
        <comment>a mark in the speed plot: a part had to be sent once more</comment>
        <translation>Erneut gesendet</translation>
    </message>
    <message>
        <source>Stood still</source>
        <comment>a mark in the speed plot</comment>
        <translation>Stand still</translation>
    </message>
    <message>
        <source>−%1 min</source>
        <comment>minutes ago</comment>
        <translation>−%1 min</translation>
    </message>
    <message>
        <source>now</source>
        <comment>the end of a time axis</comment>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>Nothing was sent in the last ten minutes.</source>
        <translation>In den letzten zehn Minuten wurde nichts gesendet.</translation>
    </message>
</context>
<context>
    <name>gantry::StateLock</name>
    <message>
        <source>it has no name</source>
        <translation>er hat keinen Namen</translation>
    </message>
    <message>
        <source>its lock cannot be taken (%1)</source>
        <translation>er lässt sich nicht sperren (%1)</translation>
    </message>
</context>
<context>
    <name>gantry::StatusLine</name>
    <message>
        <source>State of the connection</source>
        <translation>Zustand der Verbindung</translation>
    </message>
    <message>
        <source>Speed of all uploads</source>
        <translation>Tempo aller Uploads</translation>
    </message>
    <message>
        <source>Offline: continues by itself</source>
        <translation>Offline: geht von selbst weiter</translation>
    </message>
    <message>
        <source>Some destinations cannot be reached</source>
        <translation>Einige Ziele sind nicht erreichbar</translation>
    </message>
    <message numerus="yes">
        <source>Uploading %n file(s)</source>
        <translation>
            <numerusform>%n Datei wird hochgeladen</numerusform>
            <numerusform>%n Dateien werden hochgeladen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n upload(s) waiting</source>
        <translation>
            <numerusform>%n Upload wartet</numerusform>
            <numerusform>%n Uploads warten</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing to send</source>
        <translation>Nichts zu senden</translation>
    </message>
    <message>
        <source>%1 left</source>
        <comment>a size</comment>
        <translation>noch %1</translation>
    </message>
</context>
<context>
    <name>gantry::TusBackend</name>
    <message>
        <source>A tus server cannot do this: %1.</source>
        <translation>Ein tus-Server kann das nicht: %1.</translation>
    </message>
</context>
<context>
    <name>gantry::UnfinishedDialog</name>
    <message>
        <source>The program is about to end.</source>
        <translation>Das Programm wird gleich beendet.</translation>
    </message>
    <message>
        <source>Unfinished uploads at %1</source>
        <translation>Unfertige Uploads bei %1</translation>
    </message>
    <message>
        <source>Begun there, never completed, and continued by no upload of this queue. What is stored of them takes room, and is paid for, until somebody ends them. Another workstation may be sending to one of them right now.</source>
        <translation>Dort begonnen, nie abgeschlossen und von keinem Upload dieser Liste fortgesetzt. Was davon gespeichert ist, belegt Platz und kostet Geld, bis jemand sie beendet. Vielleicht sendet gerade ein anderer Arbeitsplatz an einen davon.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Stored</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>Teile</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>By</source>
        <comment>who began it</comment>
        <translation>Von</translation>
    </message>
    <message>
        <source>Unfinished uploads</source>
        <translation>Unfertige Uploads</translation>
    </message>
    <message>
        <source>&amp;Look again</source>
        <translation>&amp;Neu nachsehen</translation>
    </message>
    <message>
        <source>&amp;Continue with its file…</source>
        <translation>Mit der Datei &amp;fortsetzen …</translation>
    </message>
    <message>
        <source>&amp;End…</source>
        <translation>&amp;Beenden …</translation>
    </message>
    <message>
        <source>C&amp;lose</source>
        <translation>&amp;Schließen</translation>
    </message>
    <message>
        <source>&amp;Days until the store ends them:</source>
        <translation>&amp;Tage, bis der Speicher sie beendet:</translation>
    </message>
    <message>
        <source>&amp;Set rule</source>
        <translation>&amp;Regel setzen</translation>
    </message>
    <message>
        <source>%1
Upload ID: %2</source>
        <translation>%1
Upload-ID: %2</translation>
    </message>
    <message>
        <source>Nothing is unfinished there but what this queue continues.</source>
        <translation>Dort ist nichts unfertig, außer was diese Liste fortsetzt.</translation>
    </message>
    <message numerus="yes">
        <source>The store itself ends them %n day(s) after they were begun.</source>
        <translation>
            <numerusform>Der Speicher beendet sie selbst %n Tag nach ihrem Beginn.</numerusform>
            <numerusform>Der Speicher beendet sie selbst %n Tage nach ihrem Beginn.</numerusform>
        </translation>
    </message>
    <message>
        <source>No rule of the bucket ends unfinished uploads: they stay until somebody does.</source>
        <translation>Keine Regel des Buckets beendet unfertige Uploads: Sie bleiben, bis es jemand tut.</translation>
    </message>
    <message>
        <source>End the upload of %1?</source>
        <translation>Den Upload von %1 beenden?</translation>
    </message>
    <message numerus="yes">
        <source>End %n unfinished upload(s)?</source>
        <translation>
            <numerusform>%n unfertigen Upload beenden?</numerusform>
            <numerusform>%n unfertige Uploads beenden?</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 What is stored of it, %2, is lost; whoever still sends has to begin again.</source>
        <comment>a question, a size</comment>
        <translation>%1 Was davon gespeichert ist, %2, geht verloren; wer noch sendet, muss neu beginnen.</translation>
    </message>
    <message>
        <source>&amp;End</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Keep</source>
        <translation>Be&amp;halten</translation>
    </message>
</context>
<context>
    <name>gantry::UploadRunner</name>
    <message>
        <source>The answer to the completion makes no sense.</source>
        <translation>Die Antwort auf den Abschluss ergibt keinen Sinn.</translation>
    </message>
    <message>
        <source>The completion was not confirmed (%1): looking whether the object is there.</source>
        <translation>Der Abschluss wurde nicht bestätigt (%1): Es wird nachgesehen, ob das Objekt da ist.</translation>
    </message>
    <message>
        <source>Another object has the name %1 at the destination.</source>
        <translation>Ein anderes Objekt hat am Ziel den Namen %1.</translation>
    </message>
    <message>
        <source>The destination lost this upload twice: it may remove unfinished uploads too soon. Ask its administrator, then retry.</source>
        <translation>Das Ziel hat diesen Upload zweimal verloren: Vielleicht entfernt es unfertige Uploads zu früh. Fragen Sie den Verwalter und versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>The destination does not know this unfinished upload any more: it starts over.</source>
        <translation>Das Ziel kennt diesen unfertigen Upload nicht mehr: Er beginnt neu.</translation>
    </message>
    <message>
        <source>The finished object is %1 bytes long, the file %2. Do not rely on it; retry.</source>
        <translation>Das fertige Objekt ist %1 Byte lang, die Datei %2. Verlassen Sie sich nicht darauf; versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The finished object&apos;s checksum is not the one that the file yields. Do not rely on it; retry.</source>
        <translation>Die Prüfsumme des fertigen Objekts ist nicht die, die die Datei ergibt. Verlassen Sie sich nicht darauf; versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>An unfinished upload of this file was found at the destination: it is continued.</source>
        <translation>Am Ziel wurde ein unfertiger Upload dieser Datei gefunden: Er wird fortgesetzt.</translation>
    </message>
    <message>
        <source>The destination answers with the session of another upload.</source>
        <translation>Das Ziel antwortet mit der Sitzung eines anderen Uploads.</translation>
    </message>
    <message>
        <source>The destination&apos;s list of parts never ends.</source>
        <translation>Die Teileliste des Ziels endet nie.</translation>
    </message>
    <message>
        <source>The destination has %1 of %2 parts.</source>
        <translation>Das Ziel hat %1 von %2 Teilen.</translation>
    </message>
    <message>
        <source>Parts that were lost, or are not as in the file, are sent again.</source>
        <translation>Teile, die verloren gingen oder nicht wie in der Datei sind, werden noch einmal gesendet.</translation>
    </message>
    <message>
        <source>Part %1 is sent again: %2</source>
        <comment>2: a sentence</comment>
        <translation>Teil %1 wird noch einmal gesendet: %2</translation>
    </message>
    <message>
        <source>Somebody else completed an upload of the same file to that name: it is there.</source>
        <translation>Jemand anders hat dieselbe Datei unter diesem Namen fertig hochgeladen: Sie ist da.</translation>
    </message>
    <message>
        <source>What was found at the destination is an upload of another file to the same name: it is left alone.</source>
        <translation>Was am Ziel gefunden wurde, ist der Upload einer anderen Datei unter demselben Namen: Er bleibt unangetastet.</translation>
    </message>
    <message>
        <source>The destination is still ending the cancelled upload of this file. It begins anew after that.</source>
        <translation>Das Ziel beendet noch den abgebrochenen Upload dieser Datei. Danach beginnt er von vorn.</translation>
    </message>
    <message>
        <source>The destination had confirmed every byte, and has moved the upload away since: nothing more can be proved.</source>
        <translation>Das Ziel hatte jedes Byte bestätigt und den Upload seither weggeräumt: Mehr lässt sich nicht beweisen.</translation>
    </message>
    <message>
        <source>An unfinished upload of this file from another place is continued.</source>
        <translation>Ein unfertiger Upload dieser Datei von einem anderen Ort wird fortgesetzt.</translation>
    </message>
    <message>
        <source>The unfinished upload that was chosen is continued.</source>
        <translation>Der ausgewählte unfertige Upload wird fortgesetzt.</translation>
    </message>
    <message>
        <source>The unfinished upload that was chosen is gone, or is not of this file: it is left alone.</source>
        <translation>Den ausgewählten unfertigen Upload gibt es nicht mehr, oder er ist nicht von dieser Datei: Er bleibt unberührt.</translation>
    </message>
</context>
<context>
    <name>gantry::s3</name>
    <message>
        <source>The endpoint of an S3 store begins with http:// or https:// and names a host, for example https://s3.eu-central-1.amazonaws.com.</source>
        <translation>Der Endpunkt eines S3-Speichers beginnt mit http:// oder https:// und nennt einen Host, zum Beispiel https://s3.eu-central-1.amazonaws.com.</translation>
    </message>
    <message>
        <source>The endpoint of an S3 store has no user name, no ? and no #.</source>
        <translation>Der Endpunkt eines S3-Speichers hat keinen Benutzernamen, kein ? und kein #.</translation>
    </message>
    <message>
        <source>A bucket&apos;s name is made of letters, digits, dots and dashes.</source>
        <translation>Der Name eines Buckets besteht aus Buchstaben, Ziffern, Punkten und Strichen.</translation>
    </message>
    <message>
        <source>A region is a word such as eu-central-1.</source>
        <translation>Eine Region ist ein Wort wie eu-central-1.</translation>
    </message>
    <message>
        <source>Path style and virtual-host style exclude each other: choose one, or none for the usual.</source>
        <translation>Pfad-Stil und Virtual-Host-Stil schließen einander aus: Wählen Sie einen, oder keinen für das Übliche.</translation>
    </message>
    <message>
        <source>A key has 1 to %1 bytes; this one has %2: %3</source>
        <translation>Ein Schlüssel hat 1 bis %1 Bytes; dieser hat %2: %3</translation>
    </message>
    <message>
        <source>A part of the key is &quot;.&quot; or &quot;..&quot;, which does not survive the way to the store: rename it. The key: %1</source>
        <translation>Ein Teil des Schlüssels ist „.“ oder „..“; das übersteht den Weg zum Speicher nicht: Benennen Sie ihn um. Der Schlüssel: %1</translation>
    </message>
    <message>
        <source>it is a %1, not a %2.</source>
        <translation>sie ist ein %1, kein %2.</translation>
    </message>
    <message>
        <source>it lists a part without number or size.</source>
        <translation>sie nennt einen Teil ohne Nummer oder Größe.</translation>
    </message>
    <message>
        <source>it lists parts without end.</source>
        <translation>sie zählt Teile ohne Ende auf.</translation>
    </message>
    <message>
        <source>it names no upload ID.</source>
        <translation>sie nennt keine Upload-ID.</translation>
    </message>
    <message>
        <source>it describes an object without ETag or length.</source>
        <translation>sie beschreibt ein Objekt ohne ETag oder Länge.</translation>
    </message>
    <message>
        <source>The object there is of another upload.</source>
        <translation>Das Objekt dort ist von einem anderen Upload.</translation>
    </message>
    <message>
        <source>a part was taken without a receipt (ETag).</source>
        <translation>ein Teil wurde ohne Quittung (ETag) angenommen.</translation>
    </message>
    <message>
        <source>it lists an unfinished upload without key or ID.</source>
        <translation>sie nennt einen unfertigen Upload ohne Schlüssel oder ID.</translation>
    </message>
    <message>
        <source>it lists unfinished uploads without end.</source>
        <translation>sie zählt unfertige Uploads ohne Ende auf.</translation>
    </message>
    <message>
        <source>it does not say that the upload is complete.</source>
        <translation>sie sagt nicht, dass der Upload vollständig ist.</translation>
    </message>
    <message>
        <source>An S3 store cannot do this: %1.</source>
        <translation>Das kann ein S3-Speicher nicht: %1.</translation>
    </message>
    <message>
        <source>%1 It says: %2</source>
        <translation>%1 Er sagt: %2</translation>
    </message>
    <message>
        <source>The bucket is in the region %1. Set the destination&apos;s region, or its endpoint.</source>
        <translation>Der Bucket ist in der Region %1. Setzen Sie die Region des Ziels oder seinen Endpunkt.</translation>
    </message>
    <message>
        <source>The answer is not the XML of S3: %1.</source>
        <translation>Die Antwort ist nicht das XML von S3: %1.</translation>
    </message>
    <message>
        <source>it declares something</source>
        <translation>sie deklariert etwas</translation>
    </message>
    <message>
        <source>it is too deep or too long</source>
        <translation>sie ist zu tief oder zu lang</translation>
    </message>
    <message>
        <source>The store does not tell the bucket&apos;s lifecycle rules; it may have none to set.</source>
        <translation>Der Speicher nennt die Lebenszyklus-Regeln des Buckets nicht; vielleicht kennt er keine.</translation>
    </message>
    <message>
        <source>The store refuses without a word, as it does when temporary credentials have expired. Renew them, and it goes on by itself.</source>
        <translation>Der Speicher lehnt ohne ein Wort ab, wie er es bei abgelaufenen vorläufigen Zugangsdaten tut. Erneuern Sie sie, und es geht von selbst weiter.</translation>
    </message>
    <message>
        <source>There is no preset %1 for S3 stores. Known: %2.</source>
        <translation>Für S3-Speicher gibt es keine Vorlage %1. Bekannt: %2.</translation>
    </message>
    <message>
        <source>An account ID of %1 is made of 32 of the characters 0-9 and a-f, as the dashboard shows them, with .eu or .fedramp behind it where the bucket stays there.</source>
        <translation>Eine Konto-ID von %1 besteht aus 32 der Zeichen 0-9 und a-f, wie das Dashboard sie zeigt, mit .eu oder .fedramp dahinter, wenn der Bucket dort bleibt.</translation>
    </message>
    <message>
        <source>%1 needs the bucket&apos;s region, a word such as eu-central-1.</source>
        <translation>%1 braucht die Region des Buckets, ein Wort wie eu-central-1.</translation>
    </message>
    <message>
        <source>The smallest part is a size of up to 5 MiB, for example 64KiB, not &quot;%1&quot;.</source>
        <translation>Der kleinste Teil ist eine Größe bis 5 MiB, zum Beispiel 64KiB, nicht „%1“.</translation>
    </message>
    <message>
        <source>OpenStack Swift keeps the parts of a file under its name and %1 bytes more. Shorten the name, its folders or the destination&apos;s prefix, to %2 bytes in all.</source>
        <translation>OpenStack Swift bewahrt die Teile einer Datei unter ihrem Namen und %1 weiteren Bytes auf. Kürzen Sie den Namen, seine Ordner oder den Präfix des Ziels auf insgesamt %2 Bytes.</translation>
    </message>
    <message>
        <source>Parts of this upload are still arriving at the store.</source>
        <translation>Teile dieses Uploads treffen noch beim Speicher ein.</translation>
    </message>
</context>
<context>
    <name>gantry::service</name>
    <message>
        <source>it has no list of part addresses.</source>
        <translation>sie enthält keine Liste von Teiladressen.</translation>
    </message>
    <message>
        <source>a part address has no part number.</source>
        <translation>eine Teiladresse hat keine Teilnummer.</translation>
    </message>
    <message>
        <source>the address of part %1 is no web address.</source>
        <translation>die Adresse von Teil %1 ist keine Webadresse.</translation>
    </message>
    <message>
        <source>it answers over https, and hands out part addresses without: its public address is not set right.</source>
        <translation>es antwortet über https und gibt Teiladressen ohne aus: Seine öffentliche Adresse ist falsch eingestellt.</translation>
    </message>
    <message>
        <source>it names no upload_id.</source>
        <translation>sie nennt keine upload_id.</translation>
    </message>
    <message>
        <source>it names no chunk_size or total_chunks.</source>
        <translation>sie nennt chunk_size oder total_chunks nicht.</translation>
    </message>
    <message>
        <source>%1 chunks of %2 bytes do not make a file of %3.</source>
        <translation>%1 Stücke von %2 Byte ergeben keine Datei von %3.</translation>
    </message>
    <message>
        <source>it has no list of received parts.</source>
        <translation>sie enthält keine Liste empfangener Teile.</translation>
    </message>
    <message>
        <source>it lists a part that this upload does not have.</source>
        <translation>sie nennt einen Teil, den dieser Upload nicht hat.</translation>
    </message>
    <message>
        <source>it has no list of parts.</source>
        <translation>sie enthält keine Liste von Teilen.</translation>
    </message>
    <message>
        <source>it does not say that the upload is completed.</source>
        <translation>sie sagt nicht, dass der Upload abgeschlossen ist.</translation>
    </message>
    <message>
        <source>a part was taken without a receipt (ETag).</source>
        <translation>ein Teil wurde ohne Quittung (ETag) angenommen.</translation>
    </message>
    <message>
        <source>it is not JSON.</source>
        <translation>sie ist kein JSON.</translation>
    </message>
    <message>
        <source>An upload service cannot do this: %1.</source>
        <translation>Ein Upload-Dienst kann das nicht: %1.</translation>
    </message>
    <message>
        <source>The address that the service gave for this part is not good any more.</source>
        <translation>Die Adresse, die der Dienst für diesen Teil ausgegeben hat, gilt nicht mehr.</translation>
    </message>
</context>
<context>
    <name>gantry::tus</name>
    <message>
        <source>What answers at %1 does not speak tus. Check the destination&apos;s address: it is the one where uploads are created, for example https://uploads.example.com/files/.</source>
        <translation>Was unter %1 antwortet, spricht kein tus. Prüfen Sie die Adresse des Ziels: Es ist die, unter der Uploads angelegt werden, zum Beispiel https://uploads.example.com/files/.</translation>
    </message>
    <message>
        <source>The server speaks tus in version %1, Gantry in version %2. Ask its administrator for an update.</source>
        <translation>Der Server spricht tus in Version %1, Gantry in Version %2. Bitten Sie den Verwalter um eine neuere.</translation>
    </message>
    <message>
        <source>It speaks tus %1, without extensions.</source>
        <translation>Er spricht tus %1 ohne Erweiterungen.</translation>
    </message>
    <message>
        <source>It speaks tus %1 with: %2.</source>
        <translation>Er spricht tus %1 mit: %2.</translation>
    </message>
    <message>
        <source>A file may have up to %1.</source>
        <translation>Eine Datei darf bis zu %1 haben.</translation>
    </message>
    <message>
        <source>It names no limit for the size of a file.</source>
        <translation>Er nennt keine Grenze für die Größe einer Datei.</translation>
    </message>
    <message>
        <source>Large files go up as several parts at once.</source>
        <translation>Große Dateien werden in mehreren Teilen zugleich gesendet.</translation>
    </message>
    <message>
        <source>A file goes up as one stream: the server does not put parts together.</source>
        <translation>Eine Datei wird als ein Strom gesendet: Der Server setzt keine Teile zusammen.</translation>
    </message>
    <message>
        <source>It checks what arrives by its %1 checksum.</source>
        <translation>Er prüft, was ankommt, mit der Prüfsumme %1.</translation>
    </message>
    <message>
        <source>It cannot be asked to end an upload: what is cancelled stays there until it expires.</source>
        <translation>Er kann einen Upload nicht beenden: Was abgebrochen wird, bleibt dort, bis es verfällt.</translation>
    </message>
    <message>
        <source>The address of a tus server begins with http:// or https:// and names a host, for example https://uploads.example.com/files/.</source>
        <translation>Die Adresse eines tus-Servers beginnt mit http:// oder https:// und nennt einen Rechner, zum Beispiel https://uploads.example.com/files/.</translation>
    </message>
    <message>
        <source>The address of a tus server has no user name, no ? and no #.</source>
        <translation>Die Adresse eines tus-Servers hat keinen Benutzernamen, kein ? und kein #.</translation>
    </message>
    <message>
        <source>it does not say where the upload is (Location).</source>
        <translation>sie sagt nicht, wo der Upload ist (Location).</translation>
    </message>
    <message>
        <source>it answers over https, and places uploads at an address without: it does not know that a proxy stands in front of it.</source>
        <translation>sie kommt über https, legt Uploads aber unter einer Adresse ohne an: Der Server weiß nicht, dass ein Proxy vor ihm steht.</translation>
    </message>
    <message>
        <source>it does not say how much of the upload is there (Upload-Offset).</source>
        <translation>sie sagt nicht, wie viel vom Upload da ist (Upload-Offset).</translation>
    </message>
    <message>
        <source>it has more of the upload than there is (Upload-Offset).</source>
        <translation>es ist mehr vom Upload da, als es gibt (Upload-Offset).</translation>
    </message>
    <message>
        <source>it does not say that the upload was created.</source>
        <translation>sie sagt nicht, dass der Upload angelegt wurde.</translation>
    </message>
    <message>
        <source>it has more of the upload than was sent (Upload-Offset).</source>
        <translation>es ist mehr vom Upload da, als gesendet wurde (Upload-Offset).</translation>
    </message>
    <message>
        <source>The server has less of the upload than it had confirmed: it is asked what is missing.</source>
        <translation>Der Server hat weniger vom Upload, als er bestätigt hatte: Er wird gefragt, was fehlt.</translation>
    </message>
    <message>
        <source>it does not say that the parts were put together.</source>
        <translation>sie sagt nicht, dass die Teile zusammengesetzt wurden.</translation>
    </message>
    <message>
        <source>The server is still putting the parts together.</source>
        <translation>Der Server setzt die Teile noch zusammen.</translation>
    </message>
    <message>
        <source>The server, or a proxy in front of it, takes no request of even %1 bytes.</source>
        <translation>Der Server oder ein Proxy vor ihm nimmt nicht einmal eine Anfrage von %1 Bytes an.</translation>
    </message>
    <message>
        <source>The server stands at another byte of the upload than was thought.</source>
        <translation>Der Server steht an einem anderen Byte des Uploads als gedacht.</translation>
    </message>
    <message>
        <source>The server received other bytes than were sent. The link or a proxy damages data: it is sent again; tell its administrator if that goes on.</source>
        <translation>Beim Server kamen andere Bytes an, als gesendet wurden. Die Leitung oder ein Proxy beschädigt Daten: Es wird noch einmal gesendet; sagen Sie es dem Verwalter, wenn das so weitergeht.</translation>
    </message>
    <message>
        <source>The file is larger than the server takes. %1</source>
        <translation>Die Datei ist größer, als der Server annimmt. %1</translation>
    </message>
    <message>
        <source>The server does not take tus %1. Ask its administrator for an update.</source>
        <translation>Der Server nimmt tus %1 nicht an. Bitten Sie den Verwalter um eine neuere Version.</translation>
    </message>
    <message>
        <source>it was not asked for.</source>
        <translation>sie wurde nicht verlangt.</translation>
    </message>
    <message>
        <source>Metadata is written as key=value, several with commas between, for example project=Alpha,reel=7; a key has no spaces. This is none: %1</source>
        <translation>Metadaten werden als Schlüssel=Wert geschrieben, mehrere mit Kommas dazwischen, zum Beispiel project=Alpha,reel=7; ein Schlüssel hat keine Leerzeichen. Das sind keine: %1</translation>
    </message>
    <message>
        <source>The destination&apos;s own headers are written as &quot;Name: value&quot;, several in lines of their own or with | between. One of them is not.</source>
        <translation>Die eigenen Kopfzeilen des Ziels werden als „Name: Wert“ geschrieben, mehrere in eigenen Zeilen oder mit | dazwischen. Eine davon ist es nicht.</translation>
    </message>
    <message>
        <source>The header %1 belongs to the protocol: take it out of the destination&apos;s own headers.</source>
        <translation>Die Kopfzeile %1 gehört zum Protokoll: Nehmen Sie sie aus den eigenen Kopfzeilen des Ziels heraus.</translation>
    </message>
    <message>
        <source>A file goes up as one stream: the server, or a proxy in front of it, refused to put parts together.</source>
        <translation>Eine Datei wird als ein Strom gesendet: Der Server, oder ein Proxy davor, hat sich geweigert, Teile zusammenzusetzen.</translation>
    </message>
    <message>
        <source>The server says that it puts parts together, and refuses to: the file goes up as one stream. %1</source>
        <translation>Der Server gibt an, Teile zusammenzusetzen, und weigert sich: Die Datei wird als ein Strom gesendet. %1</translation>
    </message>
    <message>
        <source>The parts are put together once more. If the server had done that already, its first result stays there: tus has no request that finds it.</source>
        <translation>Die Teile werden noch einmal zusammengesetzt. Falls der Server das schon getan hatte, bleibt sein erstes Ergebnis dort: tus hat keine Anfrage, die es findet.</translation>
    </message>
    <message>
        <source>it has an upload of a name that nobody gave.</source>
        <translation>sie kennt einen Upload unter einem Namen, den niemand vergeben hat.</translation>
    </message>
    <message>
        <source>%1 Some servers say so of an upload, too, that they do not have any more: if the credentials are right, cancel it and add the file again.</source>
        <translation>%1 Manche Server sagen das auch von einem Upload, den sie nicht mehr haben: Sind die Zugangsdaten richtig, brechen Sie ihn ab und fügen Sie die Datei noch einmal hinzu.</translation>
    </message>
</context>
</TS>
