#include "app/cli/upload_watch.h"

#include "app/cli/failure_exit.h"
#include "app/cli/size_text.h"
#include "app/cli/words.h"
#include "engine/ipc/snapshot_json.h"

#include <QDateTime>

namespace gantry {
namespace {

constexpr int tickMs = 100;
constexpr qint64 partsEveryMs = 200;
constexpr qint64 queuedEveryMs = 1'000;
// Ten thousand parts are a long answer: once a second will do for those.
constexpr qint64 partsPerMs = 10;
// Beyond that, all pages are read: asking for each by its ID would be longer.
constexpr qsizetype idsToAskFor = 1'000;

} // namespace

UploadWatch::UploadWatch(EngineAccess &access, ProgressSink &sink, Options options, QObject *parent)
    : QObject(parent)
    , m_access(access)
    , m_sink(sink)
    , m_options(options)
{
    m_clock.start();
    m_tick.setInterval(tickMs);
    connect(&m_tick, &QTimer::timeout, this, &UploadWatch::tick);
    connect(&access, &EngineAccess::told, this, &UploadWatch::takeEvent);
    connect(&access, &EngineAccess::notice, this, [this](const QString &text) { m_sink.notice(text); });
    connect(&access, &EngineAccess::opened, this, [this] {
        if (m_begun)
            refresh(); // another engine: what it does with our uploads has to be seen anew
    });
    connect(&access, &EngineAccess::lost, this, [this](const Failure &why) {
        if (m_begun)
            end(exitCodeOf(why), why.message);
    });
}

void UploadWatch::add(const QList<AddedUpload> &uploads)
{
    for (const AddedUpload &upload : uploads) {
        m_state.watch(upload.id);
        if (upload.continued)
            m_continued.insert(upload.id);
    }
}

void UploadWatch::begin()
{
    m_begun = true;
    m_ownFromStart = m_access.isOwner();
    m_tick.start();
    refresh();
}

void UploadWatch::refresh()
{
    ++m_refresh;
    m_refreshing = true;
    m_newer.clear();
    const QList<UploadId> ids = m_state.ids();
    m_missing = QSet<UploadId>(ids.begin(), ids.end());
    refreshPage(0);
    askForDestinations();
}

void UploadWatch::askForDestinations()
{
    m_access.call(QStringLiteral("destinations"), {}, [this](const Expected<QJsonObject> &answer) {
        const Expected<QList<DestinationSettings>> list =
            answer ? listFromJson(answer->value(QLatin1String("destinations")).toArray(), destinationFromJson)
                   : fail(answer.error());
        if (!list || m_ended)
            return;
        QSet<QString> renewedElsewhere;
        for (const DestinationSettings &settings : *list)
            if (settings.secretStore == SecretStoreKind::Profile)
                renewedElsewhere.insert(settings.name);
        m_state.setRenewedElsewhere(renewedElsewhere);
        check();
    });
}

void UploadWatch::refreshPage(qint64 after)
{
    QJsonObject arguments{{QLatin1String("after"), after}};
    if (!m_options.wholeQueue && m_missing.size() <= idsToAskFor)
        arguments.insert(QLatin1String("ids"), idsToJson(m_state.ids()));
    m_access.call(QStringLiteral("uploads"), arguments,
                  [this, number = m_refresh](const Expected<QJsonObject> &answer) {
                      if (number != m_refresh || m_ended)
                          return;
                      const Expected<QList<UploadSnapshot>> page =
                          answer ? listFromJson(answer->value(QLatin1String("uploads")).toArray(),
                                                uploadFromJson)
                                 : fail(answer.error());
                      if (!page) {
                          end(exitCodeOf(page.error()), page.error().message);
                          return;
                      }
                      for (const UploadSnapshot &upload : *page) {
                          m_missing.remove(upload.record.id);
                          // An event may overtake the answer; it is the newer one.
                          if (!m_newer.contains(upload.record.id))
                              take(upload, false);
                      }
                      const QJsonValue next = answer->value(QLatin1String("next"));
                      if (next.isDouble()) {
                          refreshPage(next.toInteger());
                          return;
                      }
                      m_refreshing = false;
                      for (const UploadId id : std::as_const(m_missing))
                          if (!m_newer.contains(id))
                              if (const auto change = m_state.forget(id))
                                  tell(*change);
                      if (m_options.waits)
                          check();
                      else
                          end(m_state.totals().failed() > 0 ? ExitFailed : ExitDone, {});
                  });
}

void UploadWatch::takeEvent(const QJsonObject &event)
{
    if (!m_begun || m_ended)
        return;
    const QString name = event.value(QLatin1String("event")).toString();
    if (name == QLatin1String("changed")) {
        const auto uploads = listFromJson(event.value(QLatin1String("uploads")).toArray(), uploadFromJson);
        if (!uploads)
            return; // a newer owner's word that we do not know; the next refresh or line says more
        for (const UploadSnapshot &upload : *uploads)
            take(upload, true);
    } else if (name == QLatin1String("removed")) {
        const auto ids = idsFromJson(event.value(QLatin1String("ids")).toArray());
        for (const UploadId id : ids.value_or(QList<UploadId>())) {
            m_newer.insert(id);
            if (const auto change = m_state.forget(id))
                tell(*change);
        }
    } else if (name == QLatin1String("destinations_changed")) {
        askForDestinations();
    } else if (name == QLatin1String("journal_trouble")) {
        const QString message = event.value(QLatin1String("message")).toString();
        m_sink.notice(message.isEmpty() ? QStringLiteral("The queue can be written to disk again.")
                                        : message);
    }
    check();
}

void UploadWatch::take(const UploadSnapshot &upload, bool isNews)
{
    const UploadId id = upload.record.id;
    if (isNews)
        m_newer.insert(id);
    const bool open = !isFinal(upload.record.stage) || upload.record.stage == Stage::NeedsDecision;
    if (m_options.wholeQueue && open)
        m_state.watch(id);
    // What was new when the watch began was sent during it, whoever counts.
    const bool countsFromZero = m_ownFromStart || (!m_options.wholeQueue && !m_continued.contains(id));
    if (const auto change = m_state.take(upload, countsFromZero))
        tell(*change);
}

void UploadWatch::tell(const WatchState::Change &change)
{
    const UploadId id = change.now.record.id;
    const bool over = isFinal(change.now.record.stage);
    WatchState::Change told = change;
    if (!change.before) {
        m_sink.added(change.now, m_continued.contains(id));
        if (!over)
            return;
        told.before = change.now;
        told.before->record.stage = Stage::Queued;
    }
    if (change.now.record.stage == Stage::Done && m_sink.wantsParts() == ProgressSink::Parts::All) {
        tellDone(told);
        return;
    }
    m_sink.changed(*told.before, told.now);
    if (over)
        m_parts.remove(id);
}

// The last parts are stored and the upload is done within one moment: they are told first all the same.
void UploadWatch::tellDone(const WatchState::Change &change)
{
    const UploadId id = change.now.record.id;
    const bool asked = m_ends.contains(id);
    m_ends.insert(id, change);
    if (asked)
        return;
    m_access.call(QStringLiteral("details"), {{QLatin1String("id"), id.value}},
                  [this, id](const Expected<QJsonObject> &answer) {
                      if (m_ended)
                          return;
                      const Expected<UploadDetails> details =
                          answer ? detailsFromJson(*answer) : fail(answer.error());
                      if (details) {
                          QList<PartSnapshot> parts = details->parts;
                          for (PartSnapshot &part : parts)
                              part.state = PartState::Stored; // or it would not be done
                          m_sink.partsChanged(details->upload, m_parts.value(id).parts, parts);
                      }
                      const WatchState::Change end = m_ends.take(id);
                      m_sink.changed(*end.before, end.now);
                      m_parts.remove(id);
                      check();
                  });
}

void UploadWatch::tick()
{
    const qint64 now = m_clock.elapsed();
    askForParts(now);
    askForQueued(now);
    m_sink.tick(m_state, now, QDateTime::currentMSecsSinceEpoch());
    check();
}

void UploadWatch::askForQueued(qint64 now)
{
    const std::optional<UploadId> id = m_state.firstQueued();
    if (!id || m_refreshing || now < m_askForQueuedAtMs)
        return;
    m_askForQueuedAtMs = now + queuedEveryMs;
    m_newer.clear();
    m_access.call(
        QStringLiteral("uploads"), {{QLatin1String("after"), 0}, {QLatin1String("ids"), idsToJson({*id})}},
        [this, id, number = m_refresh](const Expected<QJsonObject> &answer) {
            const Expected<QList<UploadSnapshot>> list =
                answer ? listFromJson(answer->value(QLatin1String("uploads")).toArray(), uploadFromJson)
                       : fail(answer.error());
            // An event may overtake the answer; it is the newer one.
            if (!list || m_ended || number != m_refresh || m_newer.contains(*id))
                return;
            for (const UploadSnapshot &upload : *list)
                take(upload, false);
            check();
        });
}

void UploadWatch::askForParts(qint64 now)
{
    if (m_sink.wantsParts() == ProgressSink::Parts::None)
        return;
    for (const UploadSnapshot &upload : m_state.running()) {
        const UploadId id = upload.record.id;
        PartsOf &known = m_parts[id];
        if (known.asking || now < known.askAtMs || upload.record.partsTotal == 0)
            continue;
        known.asking = true;
        m_access.call(QStringLiteral("details"), {{QLatin1String("id"), id.value}},
                      [this, id](const Expected<QJsonObject> &answer) {
                          const auto found = m_parts.find(id);
                          if (found == m_parts.end() || m_ended)
                              return; // it is over meanwhile
                          found->asking = false;
                          const Expected<UploadDetails> details =
                              answer ? detailsFromJson(*answer) : fail(answer.error());
                          if (!details)
                              return;
                          found->askAtMs = m_clock.elapsed() +
                                           std::max(partsEveryMs, qint64(details->parts.size()) / partsPerMs);
                          m_sink.partsChanged(details->upload, found->parts, details->parts);
                          found->parts = details->parts;
                      });
    }
}

void UploadWatch::check()
{
    if (m_ended || m_refreshing || !m_options.waits || !m_ends.isEmpty())
        return;
    using Why = WatchState::Verdict::Why;
    const WatchState::Verdict verdict = m_state.verdict(m_clock.elapsed(), m_options.patience);
    switch (verdict.why) {
    case Why::WaitOn:
        return;
    case Why::AllOver:
        end(verdict.exitCode, {});
        return;
    case Why::OnlyPausedLeft:
        end(verdict.exitCode, pausedWords());
        return;
    case Why::PatienceOver:
        end(verdict.exitCode, awayWords());
        return;
    case Why::CredentialsRefused:
        end(verdict.exitCode, refusedWords());
        return;
    }
}

QString UploadWatch::pausedWords() const
{
    const int paused = m_state.totals().count(Fate::Paused);
    return QStringLiteral("%1 paused: `gantryctl resume --all` and `gantryctl run` continue.")
        .arg(
            countText(QLocale::system(), paused, QStringLiteral("upload is"), QStringLiteral("uploads are")));
}

QString UploadWatch::awayWords() const
{
    const std::optional<UploadSnapshot> first = m_state.firstOf(Fate::Away);
    QString why;
    if (first && first->holds.testFlag(Hold::SourceMissing))
        why = QStringLiteral("%1 is away").arg(first->record.path);
    else if (first && first->trouble)
        why = first->trouble->message;
    else
        why = QStringLiteral("the network is away");
    return QStringLiteral("Stopped, since nothing can be sent: %1 `gantryctl run` continues.")
        .arg(why.endsWith(QLatin1Char('.')) ? why : why + QLatin1Char('.'));
}

QString UploadWatch::refusedWords() const
{
    const std::optional<UploadSnapshot> first = m_state.firstOf(Fate::Away);
    return QStringLiteral("Stopped, since nobody renews the credentials of %1 while this runs: %2 `gantryctl "
                          "run` continues with new ones.")
        .arg(first->record.destination, first->trouble->message);
}

void UploadWatch::stop(ExitCode code, const QString &why)
{
    if (m_ended)
        return;
    m_ended = true;
    m_tick.stop();
    for (const WatchState::Change &end : std::as_const(m_ends))
        m_sink.changed(*end.before, end.now);
    m_sink.ended(m_state, code, why, m_clock.elapsed());
}

void UploadWatch::end(ExitCode code, const QString &why)
{
    if (m_ended)
        return;
    stop(code, why);
    Q_EMIT ended(code);
}

} // namespace gantry
