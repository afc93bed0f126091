// Everything about the chosen upload: its parts, its speed, what happened to it, and the facts.
#pragma once

#include "engine/scheduling/engine.h"
#include "ui/detail/speed_history.h"

#include <QTimer>
#include <QWidget>

#include <optional>

class QFrame;
class QLabel;
class QStackedLayout;
class QTabWidget;

namespace gantry {

class EventLog;
class FactsPage;
class LogPage;
class PartsFeed;
class PartsPage;
class SpeedPage;
class UploadStore;

class DetailPane : public QWidget
{
    Q_OBJECT

public:
    DetailPane(const UploadStore &store, PartsFeed &feed, const EventLog &log, QWidget *parent = nullptr);

    void setUpload(std::optional<UploadId> id); // none: nothing is chosen

    int tab() const;
    void setTab(int tab);

Q_SIGNALS:
    void decided(gantry::UploadId id, gantry::Decision decision);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *buildHead();
    QFrame *buildQuestion();
    void refresh();
    void refreshSoon();
    void watchParts();

    const UploadStore &m_store;
    PartsFeed &m_feed;
    SpeedHistory m_history;
    std::optional<UploadId> m_id;
    QTimer m_refresh;

    QWidget *m_content = nullptr;
    QLabel *m_nothing = nullptr;
    QLabel *m_name = nullptr;
    QLabel *m_state = nullptr;
    QLabel *m_percent = nullptr;
    QFrame *m_question = nullptr;
    QLabel *m_questionText = nullptr;
    QTabWidget *m_tabs = nullptr;
    PartsPage *m_parts = nullptr;
    SpeedPage *m_speed = nullptr;
    LogPage *m_log = nullptr;
    FactsPage *m_facts = nullptr;
};

} // namespace gantry
