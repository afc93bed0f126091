// Everything about the chosen upload: its parts, its speed, what happened to it, and the facts.
#pragma once

#include "engine/scheduling/engine.h"
#include "ui/detail/speed_history.h"

#include <QHash>
#include <QTimer>
#include <QWidget>

#include <optional>

class QLabel;
class QTabWidget;

namespace gantry {

class ElidedLabel;
class EventLog;
class FactsPage;
class LogPage;
class PartsFeed;
class PartsPage;
class DecisionBar;
class SpeedPlot;
class UploadStore;

class DetailPane : public QWidget
{
    Q_OBJECT

public:
    DetailPane(const UploadStore &store, PartsFeed &feed, const EventLog &log, QWidget *parent = nullptr);

    void setUpload(std::optional<UploadId> id); // none: nothing is chosen

    // How many are chosen, and their size in all: of several the pane shows one, and says so.
    void setChosen(qsizetype count, qint64 bytes);

    const SpeedHistory &history() const { return m_history; }

    // To be remembered. A number that is no tab is passed over.
    int tab() const;
    void setTab(int tab);

Q_SIGNALS:
    void decided(gantry::UploadId id, gantry::Decision decision);

protected:
    void changeEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *buildHead();
    void sizeFigure();
    void refresh();
    void refreshSoon();
    void refreshParts(const UploadSnapshot &upload);
    void watchParts();
    void noteRetries(UploadId id);

    const UploadStore &m_store;
    PartsFeed &m_feed;
    SpeedHistory m_history;
    std::optional<UploadId> m_id;
    QHash<UploadId, int> m_retries; // of parts, when they were looked at last
    QTimer m_refresh;

    QWidget *m_content;
    QLabel *m_nothing;
    ElidedLabel *m_chosen = nullptr;
    ElidedLabel *m_name = nullptr;
    QLabel *m_state = nullptr;
    QLabel *m_percent = nullptr;
    DecisionBar *m_question;
    QTabWidget *m_tabs;
    PartsPage *m_parts;
    SpeedPlot *m_speed;
    LogPage *m_log;
    FactsPage *m_facts;
};

} // namespace gantry
