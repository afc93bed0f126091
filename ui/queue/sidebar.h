// The list beside the queue: uploads by state and by destination, each with how many there are.
#pragma once

#include "ui/queue/queue_filter.h"

#include <QListView>
#include <QStandardItemModel>

namespace gantry {

class UploadStore;

class Sidebar : public QListView
{
    Q_OBJECT

public:
    explicit Sidebar(const UploadStore &store, QWidget *parent = nullptr);

    void setDestinations(const QStringList &names);

    // Only its mood and destination are of meaning.
    QueueFilter choice() const;
    QString choiceName() const;       // "mood/failed", "destination/studio": to be remembered
    void choose(const QString &name); // a destination may become known later

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override; // the words of each state stay to be read

Q_SIGNALS:
    void chosen();

private:
    QStandardItem *add(const QString &name, const QString &text, const QIcon &icon);
    QStandardItem *itemOf(const QString &name) const;
    void showCounts();

    const UploadStore &m_store;
    QStandardItemModel m_model;
    QStringList m_destinations;
    QString m_wanted; // to be chosen as soon as it is there
};

} // namespace gantry
