#include "ui/destinations/destination_words.h"

#include <QCoreApplication>

namespace gantry {
namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(DestinationWords)
};

} // namespace

QString backendText(const QString &source)
{
    return source.isEmpty() ? source : QCoreApplication::translate("Backend", source.toUtf8().constData());
}

QString kindText(const QString &kind, const QList<DestinationKind> &kinds)
{
    for (const DestinationKind &known : kinds)
        if (known.kind == kind && !known.displayName.isEmpty())
            return backendText(known.displayName);
    return kind;
}

QString secretStoreText(SecretStoreKind kind)
{
    switch (kind) {
    case SecretStoreKind::Keychain:
        return Words::tr("System keychain");
    case SecretStoreKind::Memory:
        return Words::tr("Nowhere: memory only");
    case SecretStoreKind::File:
        return Words::tr("Private file");
    case SecretStoreKind::Environment:
        return Words::tr("Environment of Gantry (AWS_ACCESS_KEY_ID…)");
    case SecretStoreKind::Profile:
        return Words::tr("Profile of the AWS tools (~/.aws)");
    }
    Q_UNREACHABLE();
}

QString secretStoreHint(SecretStoreKind kind)
{
    switch (kind) {
    case SecretStoreKind::Keychain:
        return Words::tr("Encrypted, and opened when you log in.");
    case SecretStoreKind::Memory:
        return Words::tr(
            "Gantry writes nothing down. Whenever it starts, it reads the secret from a variable or a file, "
            "or asks you.");
    case SecretStoreKind::File:
        return Words::tr(
            "Not encrypted: it lies in a file of the state folder that only your user can read. Whoever "
            "gets at your files or their backups gets the secret. Use the keychain if there is one.");
    case SecretStoreKind::Environment:
        return Words::tr(
            "Access key, secret key and session token are those in the environment that Gantry was started "
            "in.");
    case SecretStoreKind::Profile:
        return Words::tr(
            "Access key, secret key and session token are read from the profile, and read again when they "
            "have expired.");
    }
    Q_UNREACHABLE();
}

QString checkNameText(const QString &name)
{
    if (name == QLatin1String("reachable"))
        return Words::tr("Reachable");
    if (name == QLatin1String("clock"))
        return Words::tr("Clock");
    if (name == QLatin1String("server"))
        return Words::tr("Server", "a check: what it says of itself");
    if (name == QLatin1String("credentials"))
        return Words::tr("Credentials");
    if (name == QLatin1String("create"))
        return Words::tr("Begin an upload");
    if (name == QLatin1String("list"))
        return Words::tr("List what is unfinished");
    if (name == QLatin1String("abort"))
        return Words::tr("End an upload");
    return name;
}

QString checkResultText(CheckLine::Result result)
{
    switch (result) {
    case CheckLine::Result::Passed:
        return Words::tr("passed", "a check");
    case CheckLine::Result::Warning:
        return Words::tr("warning", "a check");
    case CheckLine::Result::Failed:
        return Words::tr("failed", "a check");
    case CheckLine::Result::Skipped:
        return Words::tr("not checked", "a check");
    }
    Q_UNREACHABLE();
}

Glyph checkGlyph(CheckLine::Result result)
{
    switch (result) {
    case CheckLine::Result::Passed:
        return Glyph::Check;
    case CheckLine::Result::Warning:
        return Glyph::Warning;
    case CheckLine::Result::Failed:
        return Glyph::Failed;
    case CheckLine::Result::Skipped:
        return Glyph::Skip;
    }
    Q_UNREACHABLE();
}

UploadMood checkMood(CheckLine::Result result)
{
    switch (result) {
    case CheckLine::Result::Passed:
        return UploadMood::Done;
    case CheckLine::Result::Warning:
        return UploadMood::NeedsYou;
    case CheckLine::Result::Failed:
        return UploadMood::Failed;
    case CheckLine::Result::Skipped:
        return UploadMood::Waiting;
    }
    Q_UNREACHABLE();
}

} // namespace gantry
