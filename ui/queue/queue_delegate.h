// Paints a row of the queue: name over folder, the bar of parts, the state with its icon and, where an upload
// asks something, the answers as buttons.
#pragma once

#include "engine/scheduling/engine.h"
#include "ui/look/density.h"
#include "ui/look/icons.h"
#include "ui/parts/parts_bar.h"

#include <QStyledItemDelegate>

#include <optional>

namespace gantry {

class PartsFeed;
class QueueModel;

class QueueDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    QueueDelegate(const QueueModel &model, const PartsFeed &feed, QObject *parent = nullptr);

    void setDensity(Density density) { m_density = density; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;

Q_SIGNALS:
    void decided(gantry::UploadId id, gantry::Decision decision);

private:
    struct Answer
    {
        Decision decision;
        Glyph glyph;
        QString text; // empty: there is room for the glyph only
        QRect rect;
    };

    void paintName(QPainter *painter, const QStyleOptionViewItem &option, const UploadSnapshot &upload) const;
    void paintBar(QPainter *painter, const QStyleOptionViewItem &option, const UploadSnapshot &upload) const;
    void paintState(QPainter *painter, const QStyleOptionViewItem &option,
                    const UploadSnapshot &upload) const;
    QList<Answer> answersIn(const QStyleOptionViewItem &option, const UploadSnapshot &upload) const;

    const QueueModel &m_model;
    const PartsFeed &m_feed;
    mutable PartsBarPainter m_bars;
    Density m_density = Density::Roomy;
    UploadId m_pressed; // the row whose answer the mouse went down on
    std::optional<Decision> m_pressedAnswer;
};

} // namespace gantry
