// From the command line to a command, as a value. No I/O, nothing is begun.
#pragma once

#include "engine/core/destination_types.h"
#include "engine/core/ids.h"

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <chrono>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <variant>
#include <vector>

namespace gantry {

struct GlobalOptions
{
    QString stateDir; // empty: the default
    bool json = false;
    bool quiet = false;
};

struct AddDestination
{
    DestinationSettings settings;
    QMap<QString, QString> secretSources; // field name → "env:NAME" or "file:/absolute/path"
};
struct ListDestinations
{};
struct TestDestination
{
    QString name;
};
struct DropDestination
{
    QString name;
};

// How long to wait for a network or a file that are away. None given: for ever on a terminal, else five
// minutes.
struct Patience
{
    bool given = false;
    std::optional<std::chrono::milliseconds> limit; // none: for ever
};

struct UploadFiles
{
    std::vector<std::string> paths; // bytes as they were typed: file names need not be text
    QString destination;            // empty: the only one there is
    QString prefix;
    bool wait = true;
    Patience patience;
    qint64 rateLimit = 0; // bytes a second, while this process runs the engine; 0: none
};
struct RunQueue
{
    Patience patience;
    qint64 rateLimit = 0;
};

struct ListUploads
{
    QStringList states;
}; // empty: all
struct ShowUpload
{
    UploadId id;
};

enum class QueueVerb { Pause, Resume, Retry, Cancel, Remove, StartOver, Skip };
struct ChangeUploads
{
    QueueVerb verb = QueueVerb::Pause;
    QList<UploadId> ids;
    bool all = false;
};

struct PlanParts
{
    qint64 size = 0;
    QString destination; // empty: the policy alone
};

struct ListOrphans
{
    QString destination;
};
// Those with these IDs, those that are so old, or those with these IDs that are; never all unasked.
struct AbortOrphans
{
    QString destination;
    QStringList ids;
    std::optional<std::chrono::milliseconds> olderThan;
};
struct AdoptOrphan
{
    QString destination;
    QString id;
    QString path; // of the file that it was begun for
};
struct ShowLifecycle
{
    QString destination;
};
struct SetLifecycle
{
    QString destination;
    int abortAfterDays = 0;
};

using CommandChoice = std::variant<AddDestination, ListDestinations, TestDestination, DropDestination,
                                   UploadFiles, RunQueue, ListUploads, ShowUpload, ChangeUploads, PlanParts,
                                   ListOrphans, AdoptOrphan, AbortOrphans, ShowLifecycle, SetLifecycle>;

struct Invocation
{
    GlobalOptions options;
    CommandChoice command;
};

// Nothing to carry out: help or the version was asked for (exit status 0), or the line is wrong (2).
struct ParseEnd
{
    int exitCode = 0;
    QString text; // whole lines, without the last line's end
};

tl::expected<Invocation, ParseEnd> parseCommandLine(const std::vector<std::string> &arguments,
                                                    const QList<DestinationKind> &kinds);

// For completion and manual: every command ("destination add") with its options ("--kind").
QMap<QString, QStringList> allOptions(const QList<DestinationKind> &kinds);

} // namespace gantry
